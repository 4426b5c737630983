"""Makes fonts/eb-garamond of the static files of EB Garamond 1.003: `python scripts/eb_garamond.py FOLDER`.

FOLDER is the npm package `@expo-google-fonts/eb-garamond` (0.4.3), unpacked. In German the font puts other glyphs in the
place of f, Ä, Ö and Ü before it makes small capitals, and has none for these: „Kafka“ keeps its small f. This adds them.
The font has no reserved names, so it keeps its own.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[1] / "fonts" / "eb-garamond"
FACES = {
    "400Regular": "Regular",
    "400Regular_Italic": "Italic",
    "700Bold": "Bold",
    "700Bold_Italic": "BoldItalic",
}
LOCAL = {
    "f.DEU": "f",
    "Adieresis.deu": "Adieresis",
    "Odieresis.deu": "Odieresis",
    "Udieresis.deu": "Udieresis",
}
"""The glyphs of German, and those that they replace."""
SMALL = ("smcp", "c2sc", "pcap", "c2pc")


def main(folder: Path) -> None:
    """Write the faces, with small capitals for German, and the licence."""
    TARGET.mkdir(exist_ok=True)
    for name, style in FACES.items():
        font = TTFont(folder / name / f"EBGaramond_{name}.ttf", recalcTimestamp=False)
        glyphs = set(font.getGlyphOrder())
        for mapping in _substitutions(font["GSUB"].table):
            mapping |= {
                own: mapping[plain] for own, plain in LOCAL.items() if plain in mapping and own in glyphs
            }
        font.save(TARGET / f"EBGaramond-{style}.ttf")
    shutil.copyfile(folder / "LICENSE_FONT", TARGET / "OFL.txt")


def _substitutions(table: Any) -> Iterator[dict[str, str]]:
    """Yield the substitutions of the features that make small capitals."""
    records = [one for one in table.FeatureList.FeatureRecord if one.FeatureTag in SMALL]
    for number in sorted({number for one in records for number in one.Feature.LookupListIndex}):
        for part in table.LookupList.Lookup[number].SubTable:
            part = getattr(part, "ExtSubTable", part)
            if hasattr(part, "mapping"):
                yield part.mapping


if __name__ == "__main__":
    main(Path(sys.argv[1]))
