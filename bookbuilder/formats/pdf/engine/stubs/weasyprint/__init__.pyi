from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import html as html
from weasyprint.css import PageSelectorType
from weasyprint.document import Document as Document

__version__: str
DEFAULT_OPTIONS: dict[str, Any]

class HTML:
    etree_element: Element
    wrapper_element: Any
    base_url: str | None
    def __init__(
        self,
        guess: Any = ...,
        filename: Any = ...,
        url: str | None = ...,
        file_obj: Any = ...,
        string: Any = ...,
        encoding: Any = ...,
        base_url: Any = ...,
        url_fetcher: Any = ...,
        media_type: Any = ...,
    ) -> None: ...
    def render(
        self, font_config: Any = ..., counter_style: Any = ..., color_profiles: Any = ..., **options: Any
    ) -> Document: ...
    def write_pdf(
        self,
        target: Any = ...,
        zoom: Any = ...,
        finisher: Any = ...,
        font_config: Any = ...,
        counter_style: Any = ...,
        color_profiles: Any = ...,
        **options: Any,
    ) -> Any: ...

class CSS:
    matcher: Any
    page_rules: list[tuple[Any, list[tuple[Any, str | None, PageSelectorType]], Any]]
    layers: Any
    base_url: Any
    def __init__(
        self,
        guess: Any = ...,
        filename: Any = ...,
        url: str | None = ...,
        file_obj: Any = ...,
        string: Any = ...,
        encoding: Any = ...,
        base_url: Any = ...,
        url_fetcher: Any = ...,
        _check_mime_type: Any = ...,
        media_type: Any = ...,
        font_config: Any = ...,
        counter_style: Any = ...,
        color_profiles: Any = ...,
        matcher: Any = ...,
        page_rules: Any = ...,
        layers: Any = ...,
        layer: Any = ...,
    ) -> None: ...
