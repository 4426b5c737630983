"""The head of a chart: what the numbers count, and the names of series beside their colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import MUTED, Bar, ChartLabel, Shape
from bookbuilder.charts.wrapped_text import wrapped

_KEY, _GAP, _BETWEEN = 0.75, 0.4, 1.4
"""The width of a field of colour, the gaps behind it and behind a name."""
_BELOW_UNIT = 0.2
"""The gap below the unit, in the size of the type."""


@dataclass(frozen=True, slots=True)
class ChartHead:
    """The shapes and labels of a head, and where it ends."""

    shapes: tuple[Shape, ...]
    labels: tuple[ChartLabel, ...]
    end: float


def colour_of(index: int) -> str:
    """Return the colour of a series by its place; behind the last one they begin again."""
    return str(index % COLOURS + 1)


COLOURS = 6
"""Colours of series that are told apart."""


def head(unit: str, names: Sequence[str], style: ChartStyle) -> ChartHead:
    """Return the head of a chart: a line with its unit (empty: none), and one or more with the names of its series."""
    size, labels, shapes = style.size, list[ChartLabel](), list[Shape]()
    y = 0.0
    if unit:
        for line in wrapped(unit, style.width, style, 2):
            y += style.line * size
            labels.append(ChartLabel(line, 0, y - 0.3 * size, size, style.text(line), colour=MUTED))
    x = 0.0
    y += _BELOW_UNIT * size if y and names else 0.0
    for index, name in enumerate(names):
        (text,) = wrapped(name, style.width - (_KEY + _GAP) * size, style)
        width = style.text(text) + (_KEY + _GAP) * size
        if x == 0 or x + width > style.width:
            x, y = 0.0, y + style.line * size
        baseline = y - 0.3 * size
        shapes.append(Bar(x, baseline - 0.68 * size, _KEY * size, _KEY * size, colour_of(index)))
        labels.append(ChartLabel(text, x + (_KEY + _GAP) * size, baseline, size, style.text(text)))
        x += width + _BETWEEN * size
    return ChartHead(tuple(shapes), tuple(labels), y)
