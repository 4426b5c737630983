"""Draws glyphs word by word, with marks around those that stand for another text than theirs; see `glyphs`."""

from __future__ import annotations

from bookbuilder.formats.pdf.engine import glyphs
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch

PATCH = Patch(
    "A text that is not that of its glyphs is marked with ActualText, which WeasyPrint does not do (ISO 32000-1, 14.9.4).",
    Kind.FIX,
    (Change("weasyprint.draw.text:draw_first_line", "1bb8eae6d88e71b1", lambda theirs: glyphs.draw),),
    upstream=("glyph-text",),
)
