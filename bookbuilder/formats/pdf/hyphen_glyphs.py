"""Gives fonts the hyphens that they lack: the glyph of the hyphen-minus (U+002D) also stands for U+2010 and U+2011.

Lines end with U+2010, which many fonts do not have (URW, Carlito, Caladea). Pango then takes it from any other font of the
book, so that each divided word ends in another family, and a word of two fonts cannot be measured as one. Only the copy that
the typesetter reads is changed, and of it only the table `cmap`; the glyph still says that it is U+002D, so text that is
copied has the character that was printed (`engine/glyphs/glyph_text_equal.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

from bookbuilder.formats.book import Book
from bookbuilder.html.font_family import Fonts
from bookbuilder.html.font_file import MISTAKES
from bookbuilder.html.missing_glyphs import used_characters

HYPHEN, NON_BREAKING_HYPHEN = "\u2010", "\u2011"
_FOR_HYPHEN = {HYPHEN: "-", NON_BREAKING_HYPHEN: "\u2010-"}
"""Whose glyphs stand for a hyphen, in order of preference."""
_VARIATION_SEQUENCES = 14
"""The format of a subtable of `cmap` that maps no characters by themselves (OpenType 1.9)."""


@dataclass(frozen=True, slots=True)
class FontWithoutHyphens:
    """Input of a step: a font file, and the hyphens that it is to get."""

    data: bytes
    hyphens: str


def with_hyphens(book: Book) -> Book:
    """Return a book the fonts of which have a hyphen for the end of a line, and one at which no line ends if the book prints
    that."""
    wanted = HYPHEN + (NON_BREAKING_HYPHEN if NON_BREAKING_HYPHEN in used_characters(book.document) else "")
    missing = _missing_hyphens(book.fonts, wanted, ltr=book.locale.direction == "ltr")
    if not missing:
        return book
    files, characters = dict(book.fonts.files), dict(book.fonts.characters)
    inputs = [FontWithoutHyphens(files[file], hyphens) for file, hyphens in missing.items()]
    for (file, hyphens), data in zip(missing.items(), book.runner.cached(inputs, added), strict=True):
        files[file] = data
        characters[file] = "".join(sorted({*characters[file], *hyphens}))
    return replace(book, fonts=replace(book.fonts, files=files, characters=characters))


def _missing_hyphens(fonts: Fonts, wanted: str, *, ltr: bool) -> Mapping[str, str]:
    """Return the hyphens that each font file lacks. Scripts that are written from right to left are not hyphenated, and what
    their fonts had would be taken for Latin words beside them."""
    missing = {}
    for family in fonts.families:
        for face in family.faces if ltr or not family.scripts else ():
            there = frozenset(fonts.characters[face.file]) - face.without
            hyphens = "".join(hyphen for hyphen in wanted if hyphen not in there)
            if hyphens and "-" in there:
                missing[face.file] = hyphens
    return missing


def added(font: FontWithoutHyphens) -> bytes:
    """Return a font file with glyphs for its hyphens."""
    try:
        # With the time in its table `head`, every part of a book would be laid out again.
        with TTFont(BytesIO(font.data), lazy=True, recalcTimestamp=False) as opened, BytesIO() as written:
            _add(opened, font.hyphens)
            opened.save(written, reorderTables=None)
            return written.getvalue()
    except MISTAKES:  # it can be read, but not written
        return font.data


def _add(font: Any, hyphens: str) -> None:
    # Numbers for names: those of a font take longer to read than all the rest.
    font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != _VARIATION_SEQUENCES:
            for hyphen in hyphens:
                glyphs = (table.cmap.get(ord(other)) for other in _FOR_HYPHEN[hyphen])
                glyph = next((one for one in glyphs if one is not None), None)
                if glyph is not None:
                    table.cmap.setdefault(ord(hyphen), glyph)
