from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self
from xml.etree.ElementTree import Element

import pydyf
from weasyprint.css import AnonymousStyle, ComputedStyle, Style
from weasyprint.layout.page import PageType
from weasyprint.text.line_break import Layout

class Box:
    element_tag: str
    element: Element | None
    style: ComputedStyle | AnonymousStyle
    children: Sequence[Box]
    first_letter_style: Style | None
    first_line_style: Style | None
    leading_collapsible_space: bool
    trailing_collapsible_space: bool
    is_table_wrapper: bool
    is_flex_item: bool
    is_leader: bool
    is_column: bool
    bookmark_label: Any
    string_set: Any
    footnote: Box | None
    note: Box | None
    cached_counter_values: Any
    link: tuple[str, str] | None
    link_annotation: pydyf.Dictionary | None
    colspan: int
    grid_x: int
    rowspan: int
    index: int
    position_x: float
    position_y: float
    width: float | Any
    height: float | Any
    min_height: float | Any
    max_height: float | Any
    min_width: float | Any
    max_width: float | Any
    margin_top: float | Any
    margin_right: float | Any
    margin_bottom: float | Any
    margin_left: float | Any
    padding_top: float
    padding_right: float
    padding_bottom: float
    padding_left: float
    border_top_width: float
    border_right_width: float
    border_bottom_width: float
    border_left_width: float
    baseline: float
    background: Any
    column_groups: Sequence[Box]
    is_header: bool
    is_footer: bool
    def descendants(self, placeholders: bool = ...) -> Iterator[Box]: ...
    def copy(self) -> Self: ...
    def deepcopy(self) -> Self: ...
    def translate(self, dx: float = ..., dy: float = ..., ignore_floats: bool = ...) -> None: ...
    def border_height(self) -> float: ...
    def border_width(self) -> float: ...
    def margin_width(self) -> float: ...
    def margin_height(self) -> float: ...
    def content_box_x(self) -> float: ...
    def content_box_y(self) -> float: ...
    def border_box_x(self) -> float: ...
    def border_box_y(self) -> float: ...
    def rounded_border_box(
        self,
    ) -> tuple[
        float,
        float,
        float,
        float,
        tuple[float, float],
        tuple[float, float],
        tuple[float, float],
        tuple[float, float],
    ]: ...
    def is_floated(self) -> bool: ...
    def is_note(self) -> bool: ...
    def is_monolithic(self) -> bool: ...
    def is_running(self) -> bool: ...
    def is_in_normal_flow(self) -> bool: ...
    def page_values(self) -> tuple[str, str]: ...

class ParentBox(Box):
    def remove_decoration(self, start: bool, end: bool) -> None: ...
    def copy_with_children(self, new_children: Sequence[Box]) -> Self: ...
    def top_margin_collapses(self) -> bool: ...
    def get_wrapped_table(self) -> TableBox: ...

class BlockLevelBox(Box): ...
class BlockContainerBox(ParentBox): ...

class BlockBox(BlockContainerBox, BlockLevelBox):
    def __init__(
        self, element_tag: str, style: Style, element: Element | None, children: Sequence[Box]
    ) -> None: ...
    @classmethod
    def anonymous_from(cls, parent: Box, *args: Any, **kwargs: Any) -> Self: ...

class LineBox(ParentBox):
    text_indent: float
    text_overflow: str
    block_ellipsis: str | tuple[str, str]

class InlineLevelBox(Box): ...

class InlineBox(InlineLevelBox, ParentBox):
    def __init__(
        self, element_tag: str, style: Style, element: Element | None, children: Sequence[Box]
    ) -> None: ...

class TextBox(InlineLevelBox):
    text: str
    pango_layout: Layout
    justification_spacing: float
    def __init__(self, element_tag: str, style: Style, element: Element | None, text: str) -> None: ...
    def copy_with_text(self, text: str) -> TextBox: ...

class AtomicInlineLevelBox(InlineLevelBox): ...
class InlineBlockBox(AtomicInlineLevelBox, BlockContainerBox): ...

class ReplacedBox(Box):
    replacement: Any

class TableBox(BlockLevelBox, ParentBox):
    column_widths: list[float]

class TableRowGroupBox(ParentBox): ...
class TableRowBox(ParentBox): ...
class TableCellBox(BlockContainerBox): ...
class FlexContainerBox(ParentBox): ...
class GridContainerBox(ParentBox): ...

class PageBox(ParentBox):
    page_type: PageType
    fixed_boxes: Any
    bleed: Mapping[str, float]
    canvas_background: Any
    def __init__(self, page_type: PageType, style: Style) -> None: ...

class MarginBox(BlockContainerBox): ...

class FootnoteAreaBox(BlockBox):
    page: PageBox
