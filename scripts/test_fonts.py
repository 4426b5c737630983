"""Cut the fonts of the Japanese and the Chinese test book down to what the book needs: python scripts/test_fonts.py ja DIR

A third word names the book, if it is called otherwise: `python scripts/test_fonts.py ja DIR maps`. DIR holds the whole
family, as `bookbuilder fonts add` wants it. The files in tests/books/<locale>/fonts/ have the
characters of the book, those that its locale can print, kana, and the punctuation of both scripts; a book of a house
has the whole family instead.
"""

from __future__ import annotations

import io
import sys
import tomllib
from pathlib import Path

import babel
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
ALWAYS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x2010, 0x2030),
    *range(0x3000, 0x3100),
    0xFE45,
    *map(ord, "参照前掲"),  # what the processor of citations prints in Japanese
    *range(0xFF01, 0xFF61),
]


def main(locale: str, folder: Path, name: str = "") -> None:
    """Write the files of a test book."""
    book = ROOT / "tests" / "books" / (name or locale)
    report = ROOT / "tests" / "books" / "report"
    places = [ROOT / "bookbuilder" / "locales" / locale, book, ROOT / "tests" / "golden" / "locales", report]
    files = [
        p for place in places for p in place.rglob("*") if p.suffix in (".md", ".toml", ".svg", ".po", ".py")
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    text += "".join(path.read_text(encoding="utf-8") for path in places[2].glob(f"{locale}*"))
    text += (ROOT / "fonts" / "optional.toml").read_text(encoding="utf-8")
    text += "".join(babel.Locale(locale).territories.values()) if name == "maps" else ""
    text += "".join(str(day) for day in babel.Locale(locale).days["format"]["wide"].values())
    declared = tomllib.loads((book / "fonts" / "fonts.toml").read_text(encoding="utf-8"))
    for family in declared.values():
        for face in family["faces"]:
            found = next(iter(sorted(folder.rglob(f"*{face['weight']}*.ttf"))))
            font = TTFont(io.BytesIO(found.read_bytes()), recalcTimestamp=False)
            options = subset.Options()
            options.layout_features = ["ccmp", "locl", "liga", "kern"]
            options.hinting = False
            options.name_IDs = list(range(26))
            options.notdef_outline = True
            options.recalc_timestamp = False
            subsetter = subset.Subsetter(options)
            subsetter.populate(unicodes={*ALWAYS, *map(ord, text)} - {0x0A})
            subsetter.subset(font)
            place = book / "fonts" / family["folder"] / face["file"]
            place.parent.mkdir(parents=True, exist_ok=True)
            font.save(place)


main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
