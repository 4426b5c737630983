"""What is in the file of a font: its characters, and a font with less of them."""

from __future__ import annotations

import struct
from io import BytesIO

from fontTools import subset
from fontTools.pens.basePen import PenError
from fontTools.ttLib import TTFont, TTLibError

from bookbuilder.diagnostics import BookbuilderError, Span, diagnostic
from bookbuilder.html.fonts import DAMAGED, Subset

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


def characters(data: bytes) -> str:
    """Return the characters that a font has, sorted; none for what is no font, or one of which a table is cut off."""
    try:
        with TTFont(BytesIO(data), lazy=True) as font:
            ends = [table.offset + table.length for table in font.reader.tables.values()]
            points = font.getBestCmap()
            return "".join(map(chr, sorted(points))) if points and max(ends) <= len(data) else ""
    except MISTAKES:
        return ""


def subset_font(job: Subset) -> bytes:
    """Return a face cut down to the characters of a text, all its features kept; the same bytes every time.

    Raises `BookbuilderError` (`fonts.damaged`).
    """
    try:
        return _subset(job.data, job.text, job.flavor)
    except MISTAKES:
        file = f"fonts/{job.file}"
        raise BookbuilderError(diagnostic(DAMAGED, Span(file), file=file)) from None


def _subset(data: bytes, text: str, flavor: str) -> bytes:
    options = subset.Options()
    options.flavor = flavor or None
    options.layout_features = ["*"]
    options.name_IDs = list(range(26))
    options.recalc_timestamp = False
    options.drop_tables = [
        *options.drop_tables,
        "FFTM",
    ]  # when FontForge wrote it, of which fontTools would warn
    options.notdef_outline = True
    # Lazy: of the kerning of a large font only the pairs that stay are read, which saves a fifth of the time.
    font = TTFont(BytesIO(data), recalcTimestamp=False, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    _rename(font)
    font.flavor = flavor or None
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _rename(font: TTFont) -> None:
    """Take a reserved name out of a font that was changed, as its licence asks (OFL 1.1, clause 3)."""
    names = font["name"]
    if "Reserved Font Name" not in str(names.getDebugName(0)):
        return
    style = str(names.getDebugName(17) or names.getDebugName(2) or "Regular")
    plain = f"Subset {style}"
    new = {
        1: "Subset",
        3: plain,
        4: plain,
        6: plain.replace(" ", "-"),
        16: "Subset",
        18: plain,
        21: "Subset",
        25: "Subset",
    }
    for record in names.names:
        if record.nameID in new:
            record.string = new[record.nameID]
    if "CFF " in font:
        font["CFF "].cff.fontNames = [new[6]]
