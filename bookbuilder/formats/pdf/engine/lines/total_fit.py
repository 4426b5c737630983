"""Breaks paragraphs over all their lines at once (`planned_lines`); what that does not know is broken line by line as
before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from weasyprint.matrix import Matrix

from bookbuilder.formats.pdf.engine.lines.line_plan import mark_unplanned
from bookbuilder.formats.pdf.engine.lines.planned_lines import next_line
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box, LineBox, TextBox
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.block import SkipStack
    from weasyprint.pdf.stream import Stream


def _next_linebox(theirs: Function) -> Function:
    def get_next_linebox(
        context: LayoutContext, linebox: LineBox, position_y: float, bottom_space: float, skip_stack: SkipStack,
        containing_block: Box, absolute_boxes: list[AbsolutePlaceholder], fixed_boxes: list[AbsolutePlaceholder],
        first_letter_style: Mapping[str, object] | None, first_line_style: Mapping[str, object] | None,
    ) -> object:  # fmt: skip
        made = None
        if first_letter_style or first_line_style:
            mark_unplanned(linebox, "first letter or line")
        elif _is_beside_float(context, position_y):
            mark_unplanned(linebox, "beside a float")
        else:
            made = next_line(context, linebox, position_y, skip_stack, containing_block, absolute_boxes)
        return made or theirs(
            context, linebox, position_y, bottom_space, skip_stack, containing_block, absolute_boxes,
            fixed_boxes, first_letter_style, first_line_style,
        )  # fmt: skip

    return get_next_linebox


def _is_beside_float(context: LayoutContext, position_y: float) -> bool:
    return any(
        shape.position_y + shape.margin_height() > position_y for shape in context.excluded_shapes or ()
    )


def _draw_first_line(theirs: Function) -> Function:
    def draw_first_line(stream: Stream, box: TextBox, overflow: str, ellipsis: str, matrix: Matrix) -> object:
        scale = marks(box).scale
        if scale != 1:
            _, _, _, d, e, f = matrix.values
            matrix = Matrix(scale, 0, 0, d, e, f)
        return theirs(stream, box, overflow, ellipsis, matrix)

    return draw_first_line


PATCH = Patch(
    "Lines are the best ones for their whole paragraph (Knuth and Plass 1981), where WeasyPrint fills one after the other.",
    Kind.LAYOUT,
    (
        Change("weasyprint.layout.inline:get_next_linebox", "67af458c2545e74f", _next_linebox),
        Change("weasyprint.draw.text:draw_first_line", "1bb8eae6d88e71b1", _draw_first_line),
    ),
)
