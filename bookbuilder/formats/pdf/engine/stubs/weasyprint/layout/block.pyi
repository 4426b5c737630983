from collections.abc import Mapping
from typing import Any, TypeAlias

from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import LayoutContext
from weasyprint.layout.absolute import AbsolutePlaceholder

SkipStack: TypeAlias = Mapping[int, Any] | None

# What functions return, which have no names for it. `break` and `page` of the next page:
NextPage: TypeAlias = dict[str, str | None]
# box, resume_at, next_page, adjoining_margins, collapsing_through, max_lines
BlockLayout: TypeAlias = tuple[Box | None, SkipStack, NextPage, list[float], bool, int | None]
# The same without max_lines.
FlexLayout: TypeAlias = tuple[Box | None, SkipStack, NextPage, list[float], bool]
# abort, stop, resume_at, position_y, adjoining_margins, next_page, new_children, max_lines
InFlowLayout: TypeAlias = tuple[bool, bool, SkipStack, float, list[float], NextPage, list[Box], int | None]

def block_level_layout(
    context: LayoutContext,
    box: Box,
    bottom_space: float,
    skip_stack: SkipStack,
    containing_block: Box | tuple[float, float],
    page_is_empty: bool = ...,
    absolute_boxes: list[AbsolutePlaceholder] | None = ...,
    fixed_boxes: list[AbsolutePlaceholder] | None = ...,
    adjoining_margins: list[float] | None = ...,
    first_letter_style: Any = ...,
    first_line_style: Any = ...,
    discard: bool = ...,
    max_lines: int | None = ...,
) -> BlockLayout: ...
def block_level_layout_switch(
    context: LayoutContext,
    box: Box,
    bottom_space: float,
    skip_stack: SkipStack,
    containing_block: Box | tuple[float, float],
    page_is_empty: bool,
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
    adjoining_margins: list[float] | None,
    first_letter_style: Any,
    first_line_style: Any,
    discard: bool,
    max_lines: int | None,
) -> BlockLayout: ...
def block_container_layout(
    context: LayoutContext,
    box: Box,
    bottom_space: float,
    skip_stack: SkipStack,
    page_is_empty: bool,
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
    adjoining_margins: list[float] | None,
    first_letter_style: Any,
    first_line_style: Any,
    discard: bool,
    max_lines: int | None,
) -> BlockLayout: ...
def block_level_width(
    box: Box, containing_block: Box | tuple[float, float], with_min_max: Any = ...
) -> None: ...
def block_level_page_break(sibling_before: Box, sibling_after: Box) -> str: ...
def collapse_margin(adjoining_margins: list[float] | None) -> float: ...
def remove_placeholders(
    context: LayoutContext,
    box_list: Any,
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
) -> None: ...
def flex_layout(
    context: LayoutContext,
    box: Box,
    bottom_space: float,
    skip_stack: SkipStack,
    containing_block: Box | tuple[float, float],
    page_is_empty: bool,
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
    discard: bool,
) -> FlexLayout: ...
def _in_flow_layout(
    context: LayoutContext,
    box: Box,
    index: int,
    child: Box,
    new_children: list[Box],
    page_is_empty: bool,
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
    adjoining_margins: list[float] | None,
    bottom_space: float,
    position_y: float,
    skip_stack: SkipStack,
    first_letter_style: Any,
    first_line_style: Any,
    discard: bool,
    next_page: Any,
    max_lines: int | None,
) -> InFlowLayout: ...
def _linebox_layout(
    context: LayoutContext,
    box: Box,
    index: int,
    child: Box,
    new_children: list[Box],
    page_is_empty: bool,
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
    adjoining_margins: list[float] | None,
    bottom_space: float,
    position_y: float,
    skip_stack: SkipStack,
    first_letter_style: Any,
    first_line_style: Any,
    draw_bottom_decoration: Any,
    max_lines: int | None,
) -> Any: ...
def _break_line(
    context: LayoutContext,
    box: Box,
    line: LineBox,
    new_children: list[Box],
    needed: Any,
    page_is_empty: bool,
    index: int,
    skip_stack: SkipStack,
    resume_at: SkipStack,
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
) -> Any: ...
def block_box_layout(
    context: LayoutContext,
    box: Box,
    bottom_space: float,
    skip_stack: SkipStack,
    containing_block: Box | tuple[float, float],
    page_is_empty: bool,
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
    adjoining_margins: list[float] | None,
    first_letter_style: Any,
    first_line_style: Any,
    discard: bool,
    max_lines: int | None,
) -> BlockLayout: ...
def _out_of_flow_layout(
    context: LayoutContext,
    box: Box,
    index: int,
    child: Box,
    new_children: list[Box],
    page_is_empty: bool,
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
    adjoining_margins: list[float] | None,
    bottom_space: float,
) -> tuple[bool, SkipStack, Box | None, SkipStack]: ...
def find_last_class_a_break_point_child(children: list[Box]) -> Box | None: ...
def avoid_page_break(page_break: str, context: LayoutContext) -> bool: ...
def find_earlier_page_break(
    context: LayoutContext,
    children: list[Box],
    absolute_boxes: list[AbsolutePlaceholder] | None,
    fixed_boxes: list[AbsolutePlaceholder] | None,
) -> tuple[list[Box], SkipStack] | None: ...
