from collections.abc import Mapping
from typing import Any

import pyphen as pyphen
from weasyprint.css import Style
from weasyprint.layout import LayoutContext
from weasyprint.layout.block import SkipStack
from weasyprint.text.ffi import CData

class Layout:
    style: Any
    justification_spacing: float
    max_width: float | None
    text: str
    layout: CData
    first_line_direction: int
    language: Any
    def __init__(
        self,
        style: Style | Mapping[str, Any],
        justification_spacing: float = ...,
        max_width: float | None = ...,
    ) -> None: ...
    def setup(self, style: Style | Mapping[str, Any]) -> None: ...
    def get_first_line(self) -> tuple[CData, int | None]: ...
    def set_text(self, text: str, justify: bool = ...) -> None: ...
    def deactivate(self) -> None: ...
    def reactivate(self, style: Style) -> None: ...

def create_layout(
    text: str,
    style: Style | Mapping[str, Any],
    context: LayoutContext | None,
    max_width: float | None,
    justification_spacing: float,
) -> Layout: ...
def get_log_attrs(text: str, lang: str | None) -> tuple[Any, Any]: ...
def get_next_word_boundaries(text: str, lang: str | None) -> tuple[int, int] | None: ...
def line_size(line: CData, style: Style | Mapping[str, Any]) -> tuple[float, float]: ...
def split_first_line(
    text: str,
    style: Style | Mapping[str, Any],
    context: LayoutContext | None,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = ...,
    minimum: bool = ...,
) -> tuple[Layout, int, int | None, float, float, float]: ...
def strut(style: Style | Mapping[str, Any]) -> tuple[float, float]: ...
def first_line_metrics(
    first_line: Any,
    text: str,
    layout: Any,
    resume_at: SkipStack,
    space_collapse: Any,
    style: Style | Mapping[str, Any],
    hyphenated: Any = ...,
    hyphenation_character: Any = ...,
) -> Any: ...
