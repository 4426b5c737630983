from typing import Any

from weasyprint import HTML
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.formatting_structure.build import build_formatting_structure as build_formatting_structure
from weasyprint.pdf.fonts import Font
from weasyprint.text.fonts import FontConfiguration

class Page:
    width: float
    height: float
    bleed: dict[str, float]
    bookmarks: list[tuple[int, str, tuple[float, float], str]]
    links: list[tuple[str, str, tuple[float, float, float, float], Box]]
    anchors: dict[str, tuple[float, float, float, float]]
    _page_box: PageBox

class Document:
    pages: list[Page]
    metadata: DocumentMetadata
    fonts: dict[int, Font]
    font_config: FontConfiguration
    color_profiles: dict[str, Any]
    _html: HTML
    def copy(self, pages: Any = ...) -> Document: ...
    def write_pdf(self, target: Any = ..., zoom: Any = ..., finisher: Any = ..., **options: Any) -> Any: ...
    def make_bookmark_tree(self, scale: Any = ..., transform_pages: Any = ...) -> Any: ...

class DocumentMetadata:
    title: str | None
    authors: list[str]
    description: str | None
    keywords: list[str]
    generator: str | None
    lang: str | None
    created: str | None
    modified: str | None
    def generate_rdf_metadata(self, variant: Any, version: Any, conformance: Any) -> bytes: ...
