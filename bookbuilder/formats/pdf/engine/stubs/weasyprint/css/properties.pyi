from typing import Any

INHERITED: set[str]
ZERO_PIXELS: Any
