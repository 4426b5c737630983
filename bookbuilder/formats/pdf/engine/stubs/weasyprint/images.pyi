from collections.abc import Sequence
from typing import Any

import pydyf
from weasyprint.pdf.stream import Stream
from weasyprint.svg import SVG

class RasterImage:
    id: str
    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream: ...

class SVGImage:
    _base_url: str | None
    _svg: SVG
    def draw(self, stream: Stream, concrete_width: float, concrete_height: float, _style: Any) -> None: ...

class Gradient:
    repeating: bool

def gradient_average_color(colors: Sequence[Any], positions: Sequence[float]) -> Any: ...
def normalize_stop_positions(positions: Sequence[float]) -> tuple[float, float, list[float]]: ...
