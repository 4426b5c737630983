"""A book with every construct is sound on pages of three sizes, in families of Debian that differ in what fonts can.

| family | outlines | U+2010 | small caps | ascents (hhea, per mille of the em) |
| --- | --- | --- | --- | --- |
| P052, C059, Nimbus Sans | CFF | none | none | 720 to 733; 737; 729 and 900 in one family |
| GFS Didot | CFF | but for bold italic | regular alone | 941 to 951 |
| Linux Libertine, STIX | CFF | all | all; none | 894; 1004 to 1055, descents 305 to 552 |
| EB Garamond | CFF | but for bold, which lacks „“ too; no bold italic | all | 710 |
| Carlito, Caladea | TrueType, hinted | none | none | 952; 900 |
| Liberation Serif, DejaVu Serif, Vollkorn | TrueType, hinted | all | none; none; upright alone | 891; 928 to 939; 952 |
"""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book
from tests.foreign_fonts import SIZES, book_in, laid_out, require_sound

FONTS = Path("/usr/share/fonts")
FACES = ((400, "normal"), (400, "italic"), (700, "normal"), (700, "italic"))
_URW = "P052-Roman P052-Italic P052-Bold P052-BoldItalic"
FAMILIES = {
    "P052": ("fonts-urw-base35", _URW, "otf"),
    "C059": ("fonts-urw-base35", _URW.replace("P052", "C059").replace("BoldItalic", "BdIta"), "otf"),
    "Nimbus Sans": (
        "fonts-urw-base35",
        _URW.replace("P052", "NimbusSans").replace("Roman", "Regular"),
        "otf",
    ),
    "GFS Didot": ("fonts-gfs-didot", "GFSDidot GFSDidotItalic GFSDidotBold GFSDidotBoldItalic", "otf"),
    "Linux Libertine": (
        "fonts-linuxlibertine",
        "LinLibertine_R LinLibertine_RI LinLibertine_RB LinLibertine_RBI",
        "otf",
    ),
    "STIX": ("fonts-stix", "STIX-Regular STIX-Italic STIX-Bold STIX-BoldItalic", "otf"),
    "EB Garamond": ("fonts-ebgaramond", "EBGaramond12-Regular EBGaramond12-Italic EBGaramond12-Bold", "otf"),
    "Carlito": (
        "fonts-crosextra-carlito",
        "Carlito-Regular Carlito-Italic Carlito-Bold Carlito-BoldItalic",
        "ttf",
    ),
    "Caladea": (
        "fonts-crosextra-caladea",
        "Caladea-Regular Caladea-Italic Caladea-Bold Caladea-BoldItalic",
        "ttf",
    ),
    "Liberation Serif": (
        "fonts-liberation",
        "LiberationSerif-Regular LiberationSerif-Italic LiberationSerif-Bold LiberationSerif-BoldItalic",
        "ttf",
    ),
    "DejaVu Serif": ("fonts-dejavu-core", "DejaVuSerif - DejaVuSerif-Bold", "ttf"),
    "Vollkorn": (
        "fonts-vollkorn",
        "Vollkorn-Regular Vollkorn-Italic Vollkorn-Bold Vollkorn-BoldItalic",
        "ttf",
    ),
}
"""Each family with its package and the files of its faces (`-`: it has none)."""


PAIRS = [(family, [*SIZES][number % len(SIZES)]) for number, family in enumerate(FAMILIES)]
"""Each family in one size, each size in four that differ; `test_every_size_of_debian.py` draws more sizes for all."""


def file_of(package: str, name: str) -> Path:
    """Return the file of a font of Debian; it must be there."""
    found = sorted(FONTS.rglob(name))
    assert found, f"{name} is not there: install {package} (.ci/system-packages interop does)"
    return found[0]


@pytest.mark.parametrize(("family", "size"), PAIRS)
def test_a_family_of_debian(family: str, size: str, tmp_path: Path) -> None:
    package, names, suffix = FAMILIES[family]
    faces = [
        (file_of(package, f"{name}.{suffix}"), *face)
        for name, face in zip(names.split(), FACES, strict=False)
        if name != "-"
    ]
    seed = zlib.crc32(f"{family} {size}".encode())
    printed = laid_out(book_in(tmp_path / "book", family, faces, size, seed, count=16))
    # The widest table of the book is wider than a small page in most fonts, and than A5 in DejaVu Serif.
    require_sound(printed, family, frozenset({"line.cut"} if size != "A4" else ()))


def test_a_variable_font_of_debian_is_refused(tmp_path: Path) -> None:
    name = "Cantarell-VF.otf"
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": book.CHAPTER,
        "fonts/fonts.toml": f'[cantarell]\nname = "Cantarell"\nfaces = [{{ file = "{name}" }}]\n',
        f"fonts/cantarell/{name}": file_of("fonts-cantarell", name).read_bytes(),
    }
    result = api.build(book.write(tmp_path, files), jobs=1)
    assert [one.code for one in result.diagnostics] == ["fonts.variable"] and result.failed
