from collections.abc import Sequence
from typing import Any

import pydyf

class RasterImage:
    id: str
    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream: ...

class Gradient:
    repeating: bool

def gradient_average_color(colors: Sequence[Any], positions: Sequence[float]) -> Any: ...
def normalize_stop_positions(positions: Sequence[float]) -> tuple[float, float, list[float]]: ...
