from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Self, TypeAlias
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML
from weasyprint.css.targets import TargetCollector
from weasyprint.layout.page import PageType
from weasyprint.text.fonts import FontConfiguration

Weighed: TypeAlias = tuple[Any, tuple[int, float | None, tuple[int, ...]]]
"""A declared value, with its precedence, layer and specificity."""
Cascaded: TypeAlias = dict[str, Weighed]
"""Declared values by their properties."""
Declaration: TypeAlias = tuple[str, Any, bool]
"""A property, its value, and whether it is important."""
Sheet: TypeAlias = tuple[CSS, str, tuple[int, int, int] | None]
"""A style sheet, where it comes from, and how specific all its selectors are if they are all as specific."""
PageSizes: TypeAlias = dict[str, tuple[float, float] | None]

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
    root_style: Style
    anonymous_style: AnonymousStyle

class AnonymousStyle(Style):
    def __init__(self, parent_style: Style) -> None: ...
    def copy(self) -> Self: ...
    def __missing__(self, key: Any) -> Any: ...

class ComputedStyle(Style):
    cascaded: Cascaded
    pseudo_type: str | None
    base_url: str | None
    initial_page_sizes: PageSizes
    def __init__(
        self,
        parent_style: Style | None,
        cascaded: Cascaded,
        pseudo_type: str | None,
        root_style: Style,
        base_url: str | None,
        font_config: FontConfiguration,
        initial_page_sizes: PageSizes,
    ) -> None: ...
    def copy(self) -> Self: ...
    def __missing__(self, key: Any) -> Any: ...

class StyleFor:
    _sheets: list[Sheet]
    _cascaded_styles: dict[tuple[Element | PageType, str | None], Cascaded]
    _computed_styles: dict[tuple[Element | PageType, str | None], Style]
    font_config: FontConfiguration
    initial_page_sizes: PageSizes
    def __init__(
        self, html: HTML, sheets: Any, presentational_hints: Any, font_config: Any, target_collector: Any
    ) -> None: ...
    def __call__(self, element: Element | PageType, pseudo_type: str | None = ...) -> Any: ...
    def set_computed_styles(
        self,
        element: Element | PageType,
        parent: Element | None,
        root: Element | None = ...,
        pseudo_type: str | None = ...,
        base_url: str | None = ...,
        target_collector: TargetCollector | None = ...,
    ) -> None: ...
    def get_cascaded_styles(self) -> dict[tuple[Element | PageType, str | None], Cascaded]: ...
    def get_computed_styles(self) -> dict[tuple[Element | PageType, str | None], Style]: ...

def find_style_attributes(
    tree: Element, presentational_hints: bool = ..., base_url: str | None = ...
) -> Iterator[tuple[tuple[int, int, int], Element, Sequence[Any], str | None]]: ...
def declaration_precedence(origin: str, importance: bool) -> int: ...
def preprocess_declarations(
    base_url: str | None, declarations: Sequence[Any], prelude: Any = ...
) -> Iterator[Declaration]: ...
