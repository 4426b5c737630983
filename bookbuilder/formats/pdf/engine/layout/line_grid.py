"""Keeps the line grid: a block of a chapter that is not a whole number of lines high is padded to one.

Text stands on the grid by itself, since every line is as high as the next. A picture, a table or a box is as high as
it happens to be, and what follows it would stand between the lines of the facing page. CSS cannot say "round up to a
line" in WeasyPrint 70.0, so this is done where it lays out the children of a block (`layout/block.py`, `_in_flow_layout`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.pages.block_properties import is_chapter
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.block import InFlowLayout, SkipStack

TOLERANCE = 0.05
"""In px: what rounding leaves over."""


def _in_flow_layout(theirs: Function) -> Function:
    def in_flow_layout(
        context: LayoutContext, box: Box, index: int, child: Box, new_children: list[Box], page_is_empty: bool,
        absolute_boxes: list[AbsolutePlaceholder], fixed_boxes: list[AbsolutePlaceholder],
        adjoining_margins: list[float], bottom_space: float, position_y: float, skip_stack: SkipStack, *rest: object,
    ) -> InFlowLayout:  # fmt: skip
        result: InFlowLayout = theirs(
            context, box, index, child, new_children, page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins,
            bottom_space, position_y, skip_stack, *rest,
        )  # fmt: skip
        return _padded(context, box, index, child, bottom_space, skip_stack, result)

    return in_flow_layout


def _padded(
    context: LayoutContext,
    box: Box,
    index: int,
    child: Box,
    bottom_space: float,
    skip_stack: SkipStack,
    result: InFlowLayout,
) -> InFlowLayout:
    """Pad a child that was laid out, if it stands directly in a chapter and has others behind it.

    Of a block that is split only the last piece is padded, since every page begins on the grid. A block that ends
    the page has no more room than the page.
    """
    if not is_chapter(box):
        return result
    abort, stop, resume_at, position_y, margins, next_page, children, lines = result
    last = index == len(box.children) - 1
    if abort or stop or last or not children or not child.is_in_normal_flow():
        return result
    # The padding takes only room that is left on the page, so it moves no page break.
    room = context.page_bottom - bottom_space - position_y
    missing = min(_missing(children[-1], _step(box)), room)
    if missing <= TOLERANCE:
        return result
    _pad(children[-1], missing, split=skip_stack is not None)
    return abort, stop, resume_at, position_y + missing, margins, next_page, children, lines


def _step(box: Box) -> float:
    """Return the distance of lines in px; 0 if the style sheet does not say it."""
    height = box.style["line_height"]
    return float(getattr(height, "value", height if isinstance(height, int | float) else 0))


def _missing(box: Box, step: float) -> float:
    """Return how much higher a block must be to be a whole number of lines high, in px."""
    excess = box.border_height() % step if step else 0.0
    return 0.0 if min(excess, step - excess) < TOLERANCE else step - excess


def _pad(box: Box, height: float, *, split: bool) -> None:
    """Pad a block: below, or half above and half below so that what is on a coloured background, or a displayed formula,
    stays in the middle."""
    if (box.style["background_color"].alpha > 0 or _is_formula(box)) and not split:
        box.padding_top += height / 2
        box.padding_bottom += height / 2
        for child in box.children:
            child.translate(dy=height / 2)
    else:
        box.padding_bottom += height


def _is_formula(box: Box) -> bool:
    """Whether a block is a formula in a paragraph of its own (`html.formula`)."""
    return box.element is not None and "equation-block" in (box.element.get("class") or "").split()


PATCH = Patch(
    "A block of a chapter is padded to a whole number of lines, which CSS cannot ask for in WeasyPrint.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.block:_in_flow_layout", "c2537262836dd981", _in_flow_layout),),
)
