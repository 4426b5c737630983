"""How large a chart is, and the type that it is set in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

LINE, HIGH = 1.35, 1.55
"""The distance of two lines, in the size of the type; in scripts that have marks above and below their letters."""
_HIGH_SCRIPTS = (
    "Arab",
    "Beng",
    "Deva",
    "Guru",
    "Khmr",
    "Knda",
    "Laoo",
    "Mlym",
    "Mymr",
    "Taml",
    "Telu",
    "Thai",
    "Tibt",
)


def line_distance(script: str) -> float:
    """Return the distance of two lines of a script (ISO 15924), in the size of the type."""
    return HIGH if script in _HIGH_SCRIPTS else LINE


class Typeface(Protocol):
    """Measures text as it is set."""

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a line of text in a size."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ChartStyle:
    """The room of a drawing: its width, how high it may be at most, the size of its type, what measures that, and the
    distance of two lines in that size; `hyphenated` gives the places where a word may be parted. `least` is the size that no
    type is below."""

    width: float
    highest: float
    size: float
    typeface: Typeface
    rtl: bool = False
    line: float = LINE
    hyphenated: Callable[[str], Sequence[int]] = lambda _: ()
    least: float = 0.0

    def smaller(self, factor: float) -> float:
        """Return the size of smaller type, in the size of the type: the factor, or what is not below the least size."""
        return max(factor, min(1.0, self.least / self.size))

    def text(self, text: str, *, bold: bool = False) -> float:
        """Return the width of a line of text. It is a little more than measured: a reader may have the text in another font,
        and a browser rounds."""
        return self.typeface.width(text, self.size, bold=bold) * SLACK


SLACK = 1.03
"""How much wider text may come out than it is measured."""
