from typing import NamedTuple

INHERITED: set[str]

class Dimension(NamedTuple):
    value: float
    unit: str | None
