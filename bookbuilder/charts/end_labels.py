"""Names of series at the end of their lines, in place of a key to colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.charts.chart_head import colour_of
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import ChartLabel, Dot, Shape, Stroke
from bookbuilder.charts.spread_places import spread
from bookbuilder.charts.wrapped_text import is_cut, wrapped

_WIDEST = 0.3
"""The share of a chart that names at its end may take."""
_LEAD = 1.0
"""The room between a line and its name, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class EndNames:
    """The names of series as lines, and the room that they take at the end of a chart."""

    lines: tuple[tuple[str, ...], ...]
    width: float

    def labels(
        self, ends: Sequence[float], x: float, low: float, high: float, style: ChartStyle
    ) -> tuple[list[ChartLabel], list[Shape]]:
        """Return the names beside the ends of lines, which are at some heights, with strokes to them. They stay between two
        heights."""
        size = style.size
        rooms = [(len(lines) * style.line + 0.1) * size for lines in self.lines]
        labels: list[ChartLabel] = []
        shapes: list[Shape] = []
        for index, (end, middle) in enumerate(zip(ends, spread(ends, rooms, low, high), strict=True)):
            lines = self.lines[index]
            for number, line in enumerate(lines):
                y = middle + (0.32 + (number - (len(lines) - 1) / 2) * style.line) * size
                labels.append(ChartLabel(line, x + _LEAD * size, y, size, style.text(line)))
            shapes.append(
                Stroke(((x + 0.2 * size, end), (x + 0.8 * size, middle)), colour_of(index), 0.07 * size)
            )
        return labels, shapes


def end_names(names: Sequence[str], height: float, style: ChartStyle) -> EndNames | None:
    """Return the names of series for the end of a chart of a height; None if they have no room there."""
    lines = tuple(wrapped(name, _WIDEST * style.width, style, 2) for name in names)
    if any(is_cut(name, parts) for name, parts in zip(names, lines, strict=True)):
        return None
    if sum(len(parts) * style.line + 0.1 for parts in lines) * style.size > height:
        return None
    return EndNames(lines, max(style.text(line) for parts in lines for line in parts) + _LEAD * style.size)


def end_dot(x: float, y: float, index: int, style: ChartStyle) -> Dot:
    """Return the disc at the end of a line."""
    return Dot(x, y, 0.26 * style.size, colour_of(index))
