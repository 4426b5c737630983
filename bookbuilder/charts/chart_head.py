"""The head of a chart: what the numbers count, and the names of series beside their colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import MUTED, Bar, ChartLabel, Dot, Shape, Stroke
from bookbuilder.charts.wrapped_text import wrapped

_KEY, _LINE, _GAP, _BETWEEN = 0.75, 1.7, 0.4, 1.4
"""The width of a field of colour and of a line, the gaps behind them and behind a name."""
THICKNESS = 0.2
"""The thickness of the line of a series, in the size of the type."""
_DASHES = ((), (), (0.9, 0.4), (0.9, 0.4), (0.3, 0.35), (0.3, 0.35))
"""Strokes and gaps of the lines of series, in sizes of the type: they differ without their colours as well."""
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


class Key(Enum):
    """What stands before the name of a series: that with which the chart draws it."""

    BAR = "bar"
    AREA = "area"
    DOT = "dot"
    LINE = "line"


def head(unit: str, names: Sequence[str], style: ChartStyle, key: Key = Key.BAR) -> ChartHead:
    """Return the head of a chart: a line with its unit (empty: none), and one or more with the names of its series."""
    size, labels, shapes = style.size, list[ChartLabel](), list[Shape]()
    y = 0.0
    if unit:
        for line in wrapped(unit, style.width, style, 2):
            y += style.line * size
            labels.append(ChartLabel(line, 0, y - 0.3 * size, size, style.text(line), colour=MUTED))
    x = 0.0
    y += _BELOW_UNIT * size if y and names else 0.0
    before = ((_LINE if key is Key.LINE else _KEY) + _GAP) * size
    for index, name in enumerate(names):
        (text,) = wrapped(name, style.width - before, style)
        width = style.text(text) + before
        if x == 0 or x + width > style.width:
            x, y = 0.0, y + style.line * size
        baseline = y - 0.3 * size
        shapes.append(_drawn_key(key, x, baseline, index, size))
        labels.append(ChartLabel(text, x + before, baseline, size, style.text(text)))
        x += width + _BETWEEN * size
    return ChartHead(tuple(shapes), tuple(labels), y)


def dashes_of(index: int, size: float) -> tuple[float, ...]:
    """Return the strokes and gaps of the line of a series by its place."""
    return tuple(length * size for length in _DASHES[index % len(_DASHES)])


def _drawn_key(key: Key, x: float, baseline: float, index: int, size: float) -> Shape:
    top, wide, colour = baseline - 0.68 * size, _KEY * size, colour_of(index)
    match key:
        case Key.BAR:
            return Bar(x, top, wide, wide, colour)
        case Key.AREA:  # no bar, for those of later series have a line inside
            corners = ((x, top), (x + wide, top), (x + wide, top + wide), (x, top + wide))
            return Stroke(corners, colour, filled=True)
        case Key.DOT:
            return Dot(x + wide / 2, top + wide / 2, wide / 2, colour)
        case Key.LINE:
            ends = ((x, top + wide / 2), (x + _LINE * size, top + wide / 2))
            return Stroke(ends, colour, THICKNESS * size, dashes=dashes_of(index, size))
