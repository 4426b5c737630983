from collections.abc import Callable
from typing import Any

INHERITED: set[str]
Dimension: Callable[[float, str], Any]
ZERO_PIXELS: Any
