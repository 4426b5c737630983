from typing import Any, TypeVar
from xml.etree.ElementTree import Element

from weasyprint.css import Style, StyleFor
from weasyprint.formatting_structure.boxes import BlockBox, Box, PageBox
from weasyprint.layout import LayoutContext

_B = TypeVar("_B", bound=Box)

def build_formatting_structure(
    element_tree: Any,
    style_for: StyleFor,
    get_image_from_uri: Any,
    base_url: Any,
    target_collector: Any,
    counter_style: Any,
    footnotes: Any,
) -> BlockBox: ...
def content_to_boxes(
    style: Style,
    parent_box: Any,
    quote_depth: Any,
    counter_values: Any,
    get_image_from_uri: Any,
    target_collector: Any,
    counter_style: Any,
    context: LayoutContext | None = ...,
    page: PageBox | None = ...,
) -> Any: ...
def create_anonymous_boxes(box: _B) -> _B: ...
def element_to_box(
    element: Element,
    style_for: StyleFor,
    get_image_from_uri: Any,
    base_url: Any,
    target_collector: Any,
    counter_style: Any,
    footnotes: Any,
    state: Any = ...,
) -> Any: ...
def wrap_table(box: Any, children: Any) -> Any: ...
