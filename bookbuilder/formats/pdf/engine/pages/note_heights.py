"""Measures how high notes are in the note area of a page."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import build
from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.marks import mark, marks

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext


def note_height(context: LayoutContext, footnote: Box) -> float:
    """Return how high a note is in the note area of a page, in px. It is laid out for that once."""
    known = marks(footnote).note_height
    if known is None:
        area = context.current_footnote_area
        probe = area.copy()
        probe.children = [footnote]
        footnotes, context.footnotes = context.footnotes, []
        try:
            # As WeasyPrint measures its note area (`_update_footnote_area`), so that the heights are the same.
            probe = build.create_anonymous_boxes(probe.deepcopy())
            laid = block.block_level_layout(context, probe, -inf, None, area.page)[0]
        finally:
            context.footnotes = footnotes
        assert laid is not None, "a page without end has room"
        known = mark(footnote).note_height = float(laid.height)
    return known
