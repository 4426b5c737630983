from collections.abc import Mapping
from typing import Any

from weasyprint.formatting_structure.boxes import Box
from weasyprint.pdf.stream import Stream

def draw_background(
    stream: Stream,
    background: Any,
    clip_box: Any = ...,
    bleed: Mapping[str, float] | None = ...,
    marks: Any = ...,
) -> None: ...
def draw_border(stream: Stream, box: Box) -> None: ...
def draw_stacking_context(stream: Stream, stacking_context: Any) -> None: ...
def set_mask_border(stream: Stream, box: Box) -> None: ...
