"""Opens font files, and lists their characters."""

from __future__ import annotations

import struct
from io import BytesIO

from fontTools.pens.basePen import PenError
from fontTools.ttLib import TTFont, TTLibError

MISTAKES = (
    TTLibError,
    PenError,
    struct.error,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    EOFError,
    OSError,
)
"""The exceptions of fontTools for damaged fonts; it rarely has specific ones. `NotImplementedError` comes from operators of
CFF that it does not execute."""


_PACKED = (b"wOFF", b"wOF2")


def open_font(data: bytes, kind: type[TTFont] = TTFont) -> TTFont:
    """Open a font lazily. Raises one of `MISTAKES`, also for WOFF, whose decompressed size is unbounded."""
    if data.startswith(_PACKED):
        raise TTLibError("packed")
    return kind(BytesIO(data), lazy=True)


def is_variable(data: bytes) -> bool:
    """Whether a font has axes (weight, width), or outlines in the form of fonts that do (CFF2)."""
    try:
        with open_font(data) as font:
            return "fvar" in font or "CFF2" in font
    except MISTAKES:
        return False


def characters(data: bytes) -> str:
    """Return a font's characters, sorted; none for an invalid or truncated font."""
    try:
        with open_font(data) as font:
            ends = [table.offset + table.length for table in font.reader.tables.values()]
            font.setGlyphOrder(
                []
            )  # the names of glyphs would be read from a table of their own, and nobody asks for them
            points = font.getBestCmap()
            return "".join(map(chr, sorted(points))) if points and max(ends) <= len(data) else ""
    except MISTAKES:
        return ""
