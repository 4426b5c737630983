"""Measures how high notes are in the note area of a page, and says when they have no room there."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import BlockBox
from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.pages.block_properties import limits_height
from bookbuilder.formats.pdf.engine.pages.completed_notes import completed

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext

NOISE = 0.01
"""In px: what rounding leaves over."""


def note_height(context: LayoutContext, footnote: Box) -> float:
    """Return how high a note is in the note area of a page, in px. It is laid out for that once."""
    known = marks(footnote).note_height
    if known is None:
        area = context.current_footnote_area
        probe = area.copy()
        inline = not isinstance(footnote, BlockBox)
        probe.children = [footnote if inline else completed(context, footnote)]
        footnotes, context.footnotes = context.footnotes, []
        try:
            # As WeasyPrint measures its note area (`_update_footnote_area`), so that the heights are the same.
            probe = build.create_anonymous_boxes(probe.deepcopy()) if inline else probe
            laid = block.block_level_layout(context, probe, -inf, None, area.page)[0]
        finally:
            context.footnotes = footnotes
        assert laid is not None, "a page without end has room"
        known = mark(footnote).note_height = float(laid.height)
    return known


def note_area_height(context: LayoutContext) -> float:
    """Return how high the note area of a page is by now, with its margins, in px."""
    area = context.current_footnote_area
    return 0.0 if area.height == "auto" else float(area.margin_height())


def has_no_room(context: LayoutContext, *, overflows: bool) -> bool:
    """Whether the last note has no room in the note area, which `overflows` by its positions. Those may differ by rounding
    from the height of the area, which is their sum: it overflows only if a style sheet limits it. And while columns are
    filled, it may become as high as was found to be best (`chapter_columns`)."""
    area = context.current_footnote_area
    highest = marks(area).highest
    return (overflows and limits_height(area)) or (
        highest is not None and note_area_height(context) > highest + NOISE
    )
