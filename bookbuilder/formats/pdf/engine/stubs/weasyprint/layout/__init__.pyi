from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from weasyprint import HTML
from weasyprint.css import StyleFor
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure.boxes import BlockBox, Box, FootnoteAreaBox, MarginBox, PageBox
from weasyprint.layout.block import SkipStack
from weasyprint.layout.page import PageState
from weasyprint.text.fonts import FontConfiguration

class LayoutContext:
    style_for: StyleFor
    get_image_from_uri: Any
    font_config: FontConfiguration
    counter_style: CounterStyle
    target_collector: TargetCollector
    footnotes: list[Box]
    current_page_footnotes: list[Box]
    reported_footnotes: list[Box]
    current_footnote_area: FootnoteAreaBox
    page_bottom: float
    string_set: defaultdict[str, defaultdict[int, list[str]]]
    running_elements: defaultdict[str, defaultdict[int, list[Box]]]
    current_page: int | None
    broken_out_of_flow: dict[Any, Any]
    in_column: bool
    page_maker: list[tuple[SkipStack, dict[str, Any], bool, PageState, dict[str, Any]]]
    dictionaries: dict[Any, Any]
    tables: dict[Box, Any]
    def __init__(
        self,
        style_for: StyleFor,
        get_image_from_uri: Any,
        font_config: Any,
        counter_style: Any,
        target_collector: Any,
    ) -> None: ...
    def overflows_page(self, bottom_space: float, position_y: float) -> bool: ...
    @property
    def excluded_shapes(self) -> list[Box]: ...
    @excluded_shapes.setter
    def excluded_shapes(self, excluded_shapes: list[Box]) -> None: ...
    def get_string_set_for(self, page: PageBox, name: Any, keyword: Any = ...) -> tuple[str, ...]: ...
    def get_string_or_element_for(self, store: Any, page: PageBox, name: Any, keyword: Any) -> Any: ...
    def _update_footnote_area(self) -> bool: ...

def layout_document(
    html: HTML, root_box: BlockBox, context: LayoutContext, max_loops: Any = ...
) -> Iterator[PageBox]: ...
def initialize_page_maker(context: LayoutContext, root_box: BlockBox) -> None: ...
def make_margin_boxes(context: LayoutContext, page: PageBox, state: PageState) -> Iterator[MarginBox]: ...
