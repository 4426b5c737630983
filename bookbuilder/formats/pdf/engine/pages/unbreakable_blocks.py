"""Keeps the layout of what cannot be split (a table, a figure, a heading), made to measure its height, and of paragraphs in
columns, and takes it where such a block stands whole.

It holds where the layout depends on nothing but its width. The pages of a chapter are planned before the first one is laid
out, so a block that is kept together is laid out then. On its page it is moved to its place, once: what is laid out again,
say since a note was added, is made anew. To level columns, WeasyPrint lays out all that is in them again and again
(`layout/column.py`); a block that is whole is moved to its place each time, as only the last one stays. One that has no room
is forgotten, since what is in it is moved on its own then. Places may differ in the last bit from those of a layout of their
own, so this is no patch for speed alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.pages.turned_tables import is_turned
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.block import BlockLayout, NextPage, SkipStack

_NOISE = 1e-6
"""In px: the measure of recto and verso pages differs by the rounding of their margins."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A block that was laid out at 0 px: `laid_out` and the rest of what WeasyPrint's function returned, and on what it
    depends: the width of what holds it, in px, and the boxes in it, which may be made anew for their page. `offset` is how
    far it begins from the left of what holds it, in px: from right to left, a narrow block stands at the right."""

    laid_out: Box
    rest: tuple[SkipStack, NextPage, list[float], bool, int | None]
    offset: float
    width: float
    parts: tuple[Box, ...]


def keep(box: Box, containing_block: Box, result: BlockLayout) -> None:
    """Keep the layout of a block that is whole, as `block_level_layout` returned it."""
    laid_out, resume_at, _, _, collapsing_through, max_lines = result
    if laid_out is None or is_turned(box):  # that depends on the page on which it stands
        return
    parts = tuple(box.descendants())
    if resume_at is None and not collapsing_through and max_lines is None and all(map(_is_plain, parts)):
        if _has_margin_of_its_own(laid_out):
            offset = laid_out.position_x - containing_block.content_box_x()
            measured = Measured(laid_out, result[1:], offset, containing_block.width, parts)
            mark(box).measured = measured


def _is_plain(box: Box) -> bool:
    """Whether the layout of a box changes nothing but itself."""
    return (
        box.is_in_normal_flow()
        and not box.footnote
        and not box.note
        and box.style["position"] == "static"
        and not isinstance(box, boxes.FlexContainerBox | boxes.GridContainerBox)
    )


def _has_margin_of_its_own(box: Box) -> bool:
    """Whether nothing in a block has a margin that collapses with the one above it."""
    while isinstance(box, boxes.BlockContainerBox) and box.top_margin_collapses():
        if not box.children or isinstance(box.children[0], boxes.LineBox):
            return True
        box = box.children[0]
        if box.margin_top:
            return False
    return True


def _block_level_layout_switch(theirs: Function) -> Function:
    def block_level_layout_switch(
        context: LayoutContext, box: Box, bottom_space: float, skip_stack: SkipStack, containing_block: Box,
        page_is_empty: bool, absolute_boxes: list[AbsolutePlaceholder], fixed_boxes: list[AbsolutePlaceholder],
        adjoining_margins: list[float], first_letter_style: Mapping[str, object] | None,
        first_line_style: Mapping[str, object] | None, discard: bool, max_lines: int | None,
    ) -> BlockLayout:  # fmt: skip
        measured = marks(box).measured
        if measured is not None:
            mark(box).measured = None
        if callable(measured):
            measured = measured()
        plain = (
            skip_stack is None
            and not (first_letter_style or first_line_style or discard or context.excluded_shapes)
            and max_lines is None
        )
        if (
            plain
            and measured is not None
            and abs(measured.width - containing_block.width) < _NOISE
            and measured.parts == tuple(box.descendants())
        ):
            above = block.collapse_margin([*adjoining_margins, box.margin_top])
            height = measured.laid_out.border_height()
            if not context.overflows_page(bottom_space, box.position_y + above + height):
                placed = _placed(box, measured, above)
                if context.in_column:
                    mark(box).measured = measured
                return placed
        result: BlockLayout = theirs(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            adjoining_margins, first_letter_style, first_line_style, discard, max_lines,
        )  # fmt: skip
        if plain and context.in_column and type(box) is boxes.BlockBox:
            keep(box, containing_block, result)
        return result

    return block_level_layout_switch


def _placed(box: Box, measured: Measured, above: float) -> BlockLayout:
    """Return what WeasyPrint's function does; `above` is the margin above the block, in px."""
    laid_out = measured.laid_out
    mark(laid_out).update(marks(box))  # what was noted when the pages were planned
    top = box.position_y + above
    laid_out.translate(box.position_x + measured.offset - laid_out.position_x, top - laid_out.border_box_y())
    laid_out.margin_top, laid_out.margin_bottom = box.margin_top, box.margin_bottom
    laid_out.position_y = top - box.margin_top
    return (laid_out, *measured.rest)


PATCH = Patch(
    "A block that is kept together, or stands whole in a column, is laid out once where it would be laid out several times.",
    Kind.LAYOUT,
    (
        Change("weasyprint.layout.block:block_level_layout_switch", "b963d54014264fcd", _block_level_layout_switch),
    ),
)  # fmt: skip
