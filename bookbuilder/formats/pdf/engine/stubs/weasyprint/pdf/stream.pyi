from contextlib import AbstractContextManager
from typing import Any, Self

import pydyf
from weasyprint.formatting_structure.boxes import Box
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import CData

class Stream(pydyf.Stream):
    _fonts: dict[int, Font]
    _tags: dict[Box, int] | None  # values of ours: `structure_tags.marked`
    _current_font: tuple[str, float] | None
    ink_rect: CData
    logical_rect: CData
    def __init__(
        self,
        fonts: dict[int, Font],
        page_rectangle: Any,
        resources: Any,
        images: Any,
        tags: Any,
        color_profiles: Any,
        output_intent: Any,
        *args: Any,
        **kwargs: Any,
    ) -> None: ...
    def clone(self, **kwargs: Any) -> Self: ...
    def transform(
        self, a: float = ..., b: float = ..., c: float = ..., d: float = ..., e: float = ..., f: float = ...
    ) -> None: ...
    def set_color(self, color: Any, stroke: bool = ...) -> None: ...
    def add_font(self, pango_font: CData) -> tuple[Font, float]: ...
    def add_image(self, image: Any, interpolate: Any, ratio: Any) -> str: ...
    def stacked(self) -> AbstractContextManager[None]: ...
    def marked(self, box: Box, tag: str) -> AbstractContextManager[None]: ...
    def artifact(self) -> AbstractContextManager[None]: ...
