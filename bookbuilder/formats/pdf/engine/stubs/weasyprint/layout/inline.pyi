from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import Box, LineBox, TextBox
from weasyprint.layout import LayoutContext
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.block import SkipStack
from weasyprint.text.line_break import split_first_line as split_first_line

def count_expandable_spaces(box: Box) -> int: ...
def iter_line_boxes(
    context: LayoutContext,
    box: Box,
    position_y: float,
    bottom_space: float,
    skip_stack: SkipStack,
    containing_block: Box | tuple[float, float],
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
    first_letter_style: Any,
    first_line_style: Any,
) -> Iterator[tuple[LineBox, SkipStack]]: ...
def get_next_linebox(
    context: LayoutContext,
    linebox: LineBox,
    position_y: float,
    bottom_space: float,
    skip_stack: SkipStack,
    containing_block: Box | tuple[float, float],
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
    first_letter_style: Any,
    first_line_style: Any,
) -> tuple[LineBox | None, SkipStack]: ...
def split_text_box(
    context: LayoutContext,
    box: Box,
    available_width: float | None,
    skip: int | None,
    is_line_start: bool = ...,
) -> tuple[TextBox | None, int | None, bool]: ...
def atomic_box(
    context: LayoutContext,
    box: Box,
    position_x: float,
    skip_stack: SkipStack,
    containing_block: Box | tuple[float, float],
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
) -> Box: ...
def inline_block_width(
    box: Box, context: LayoutContext, containing_block: Box | tuple[float, float]
) -> None: ...
def line_box_verticality(box: Box) -> tuple[float, float]: ...
def text_align(context: LayoutContext, line: LineBox, available_width: float | None, last: bool) -> float: ...
def justify_line(context: LayoutContext, line: LineBox, extra_width: Any) -> None: ...
def remove_last_whitespace(context: LayoutContext, line: LineBox) -> None: ...
def _adjust_line_height(box: Box) -> None: ...
