"""What is in the file of a font: its characters, and a font with less of them."""

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
    EOFError,
    OSError,
)
"""What fontTools raises for a damaged font; few of its readers have an exception of their own for that."""


_PACKED = (b"wOFF", b"wOF2")


def opened(data: bytes, kind: type[TTFont] = TTFont) -> TTFont:
    """Open a font of a book, which is read as it is asked for. Raises one of `MISTAKES`, also for one that is packed for the
    web (WOFF): what comes out of it has no bounds."""
    if data.startswith(_PACKED):
        raise TTLibError("packed")
    return kind(BytesIO(data), lazy=True)


def characters(data: bytes) -> str:
    """Return the characters that a font has, sorted; none for what is no font, or one of which a table is cut off."""
    try:
        with opened(data) as font:
            ends = [table.offset + table.length for table in font.reader.tables.values()]
            font.setGlyphOrder(
                []
            )  # the names of glyphs would be read from a table of their own, and nobody asks for them
            points = font.getBestCmap()
            return "".join(map(chr, sorted(points))) if points and max(ends) <= len(data) else ""
    except MISTAKES:
        return ""
