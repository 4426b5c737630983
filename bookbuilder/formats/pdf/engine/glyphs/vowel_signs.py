"""Draws the signs of vowels of Arabic and Hebrew so that readers of a PDF find them behind their letters."""

from __future__ import annotations

import re
import unicodedata

from bookbuilder.formats.pdf.engine.shaping.glyph_runs import GlyphRun, shaped_clusters

RISE = "\n"
"""Stands in a string of glyphs on both sides of how far the following ones are raised."""
_VOWEL_SIGN = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]"
)


def vowel_sign_glyphs(run: GlyphRun) -> frozenset[int]:
    """Return which glyphs of a run from right to left are signs that stand at a letter (vowels of Arabic and Hebrew)."""
    if not run.level % 2 or not _VOWEL_SIGN.search(run.text.decode()):
        return frozenset()
    return frozenset(
        at
        for start, stop, text in shaped_clusters(run)
        if all(unicodedata.category(sign) == "Mn" for sign in text)
        for at in range(start, stop)
    )


def beside_space(written: str, space: int, width: float, before_letter: int, over: float) -> str:
    """Return a sign of a line from right to left with a space before it without width, on the line and where it is raised.

    Else PDFium takes the sign for the beginning of another line or word: it looks at where the first glyph of a mark stands,
    how wide it is, and whether it is a space. It orders what it finds by the left end of each part that is raised or not:
    so signs begin left of their letter, by some thousandths of the size, and rounding (`over`) moves nothing.
    """
    unmoved = f">{before_letter}<{space:04x}>{width - before_letter}<"
    back = f">{round(over, 3)}<" if round(over, 3) else ""
    if RISE not in written:
        return unmoved + written + back
    before, rise, sign, *behind = written.split(RISE)
    return RISE.join((before + unmoved, rise, unmoved + sign + back, *behind))
