from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from weasyprint import HTML
from weasyprint.css import StyleFor
from weasyprint.formatting_structure.boxes import BlockBox, Box, MarginBox, PageBox
from weasyprint.layout import LayoutContext
from weasyprint.layout.block import SkipStack

class PageType(NamedTuple):
    side: str
    blank: bool
    name: str
    index: int  # type: ignore[assignment]  # hides that of tuples
    groups: tuple[tuple[str, int], ...]

# The depth of quotes, the values of counters, the counters of each scope, and the groups of pages.
PageState: TypeAlias = tuple[list[int], dict[str, list[int]], list[set[str]], list[Any]]

def make_page(
    context: LayoutContext,
    root_box: BlockBox,
    page_type: PageType,
    resume_at: SkipStack,
    page_number: int,
    page_state: PageState,
) -> tuple[PageBox, SkipStack, dict[str, str | None]]: ...
def make_margin_boxes(context: LayoutContext, page: PageBox, state: PageState) -> Iterator[MarginBox]: ...
def page_width(box: Box, context: LayoutContext, containing_block_width: Any) -> None: ...
def page_height(box: Box, context: LayoutContext, containing_block_height: Any) -> None: ...
def set_page_type_computed_styles(page_type: PageType, html: HTML, style_for: StyleFor) -> None: ...
def remake_page(index: int, context: LayoutContext, root_box: BlockBox, html: HTML) -> Any: ...
