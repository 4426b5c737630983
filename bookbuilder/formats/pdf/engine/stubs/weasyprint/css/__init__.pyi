from typing import Any, NamedTuple, Self

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

class PageSelectorType(NamedTuple):
    side: Any
    blank: Any
    first: Any
    index: Any
    name: Any

class Style(dict[str, Any]):
    specified: dict[str, Any]
    cache: dict[Any, Any]
    font_config: FontConfiguration
    parent_style: Style | None
    root_style: Any
    anonymous_style: AnonymousStyle

class AnonymousStyle(Style):
    def __init__(self, parent_style: Style) -> None: ...
    def copy(self) -> Self: ...
    def __missing__(self, key: Any) -> Any: ...

class ComputedStyle(Style):
    cascaded: dict[str, Any]
    is_root_element: bool
    pseudo_type: str | None
    base_url: str | None
    initial_page_sizes: Any
    def __init__(
        self,
        parent_style: Style | None,
        cascaded: Any,
        pseudo_type: Any,
        root_style: Any,
        base_url: Any,
        font_config: Any,
        initial_page_sizes: Any,
    ) -> None: ...
    def copy(self) -> Self: ...
    def __missing__(self, key: Any) -> Any: ...

class StyleFor:
    _sheets: list[tuple[CSS, str, tuple[int, int, int] | None]]
    font_config: FontConfiguration
    def __init__(
        self, html: HTML, sheets: Any, presentational_hints: Any, font_config: Any, target_collector: Any
    ) -> None: ...
    def __call__(self, element: Any, pseudo_type: Any = ...) -> Any: ...
    def set_computed_styles(
        self,
        element: Any,
        parent: Any,
        root: Any = ...,
        pseudo_type: Any = ...,
        base_url: Any = ...,
        target_collector: Any = ...,
    ) -> None: ...
    def get_cascaded_styles(self) -> dict[Any, Any]: ...
    def get_computed_styles(self) -> dict[Any, Any]: ...
