"""A name on a map as a box with lines of text, and its labels. Names are not mirrored, since geography is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import ASCENT, DESCENT, END, MIDDLE, START, ChartLabel
from bookbuilder.charts.wrapped_text import wrapped
from bookbuilder.maps.clipping import Box

LEFT, CENTRE, RIGHT = -1, 0, 1
"""Which side of a box its lines are set against."""
LINE = 1.2
"""The distance of two lines, in the size of the type."""


@dataclass(frozen=True, slots=True)
class NameText:
    """The lines of a name, the size of the type, and the width and height of the box around them."""

    lines: tuple[str, ...]
    widths: tuple[float, ...]
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        """The width of the widest line."""
        return max(self.widths)

    @property
    def height(self) -> float:
        """The height from the top of the first line to the foot of the last one."""
        return (ASCENT + DESCENT + (len(self.lines) - 1) * LINE) * self.size

    def labels(self, box: Box, side: int, style: ChartStyle, colour: str) -> Iterator[ChartLabel]:
        """Yield the lines of a name in its box."""
        start, end = (END, START) if style.rtl else (START, END)
        x, anchor = {LEFT: (box[0], start), CENTRE: ((box[0] + box[2]) / 2, MIDDLE), RIGHT: (box[2], end)}[
            side
        ]
        for number, (line, width) in enumerate(zip(self.lines, self.widths, strict=True)):
            y = box[1] + (ASCENT + number * LINE) * self.size
            yield ChartLabel(line, x, y, self.size, width, anchor, colour, self.bold)


def name_text(name: str, style: ChartStyle, widest: float, most: int, *, factor: float = 1.0) -> NameText:
    """Return a name in lines of a width at most, in a share of the size of the type."""
    lines = wrapped(name, widest / factor * 1.001, style, most)  # a name as wide as its own room fits
    return NameText(lines, tuple(style.text(line) * factor for line in lines), style.size * factor)
