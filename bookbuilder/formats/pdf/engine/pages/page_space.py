"""Adds the space above and below blocks by which planned pages are full (`chapter_pages`).

What is below the last line of such a page (the padding of a quotation, say) is lower by as much, so that it has room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.block import InFlowLayout, SkipStack


def _in_flow_layout(theirs: Function) -> Function:
    def in_flow_layout(
        context: LayoutContext, box: Box, index: int, child: Box, new_children: list[Box], page_is_empty: bool,
        absolute_boxes: list[AbsolutePlaceholder], fixed_boxes: list[AbsolutePlaceholder],
        adjoining_margins: list[float], bottom_space: float, position_y: float, skip_stack: SkipStack, *rest: object,
    ) -> InFlowLayout:  # fmt: skip
        planned = marks(child).planned
        # None at the head of a page, nor above what goes on from the page before.
        added = planned.added_space if new_children and skip_stack is None else 0.0
        overhang = planned.overhang
        if added:
            child.position_y += added
        result: InFlowLayout = theirs(
            context, box, index, child, new_children, page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins,
            bottom_space - overhang, position_y + added, skip_stack, *rest,
        )  # fmt: skip
        changed = planned.added_below - overhang
        return _with_space_below(result, index, changed) if changed else result

    return in_flow_layout


def _with_space_below(result: InFlowLayout, index: int, added: float) -> InFlowLayout:
    """Pad a child below, or lower it by what has no room below its last line; it is whole."""
    abort, stop, resume_at, position_y, margins, next_page, children, lines = result
    if abort or stop or resume_at or not children or children[-1].index != index:
        return result
    children[-1].padding_bottom = max(0.0, children[-1].padding_bottom + added)
    return abort, stop, resume_at, position_y + added, margins, next_page, children, lines


PATCH = Patch(
    "Space is added above a heading or a quotation where a page is full then; WeasyPrint leaves the foot of the page empty.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.block:_in_flow_layout", "c2537262836dd981", _in_flow_layout),),
    needs=("page_plan",),
)
