"""Slopes: where series were at first and where they are at last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bookbuilder.charts.chart_data import ChartData, ChartSpec, DataSeries
from bookbuilder.charts.chart_head import colour_of, head
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, RULE, START, ChartDrawing, ChartLabel, Shape, Stroke
from bookbuilder.charts.end_labels import end_dot
from bookbuilder.charts.number_labels import NumberLabels, value_labels
from bookbuilder.charts.scales import LinearScale
from bookbuilder.charts.spread_places import spread
from bookbuilder.charts.wrapped_text import wrapped
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase

MOST = 12
"""Lines that can be followed with the eyes."""
_TALL, _BETWEEN = 20.0, 0.1
"""The height of the lines at least, and the gap between two names beside them, in sizes of the type."""
_WIDEST = 0.36
"""The share of a chart that names beside it may take."""
_MOST_LINES = 2
_NEAR, _FAR, _MOVED = 0.6, 1.7, 0.45
"""The gap between a dot and its number, and where thin lines lead to numbers that had to give way further than this, in
sizes of the type."""
_LEAST = 10.0
"""The room between the two ends with the gaps around them, in sizes of the type."""


def draw(data: ChartData, _spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return two upright lines, with a line for each series between them: its name and number at the first, its number at
    the last."""
    data, size = _columns(data), style.size
    printed = value_labels(data.numbers(), data.unit, locale)
    top = head(printed.unit, (), style)
    number = max(style.text(printed(value)) for value in data.numbers())
    widest = min(_WIDEST * style.width, style.width - 2 * number - _LEAST * size)
    names = [
        wrapped(one.name, max(widest, size), style, _MOST_LINES) if one.values[0] is not None else ()
        for one in data.series
    ]
    room = max((style.text(line) for lines in names for line in lines), default=0.0)
    middle = (room + style.width) / 2
    edges = (0.0, middle - 0.4 * size), (middle + 0.4 * size, style.width)
    heads = [
        wrapped(label, right - left, style, 2)
        for label, (left, right) in zip(data.labels, edges, strict=True)
    ]
    first = top.end + ((0.5 if top.end else 0.0) + max(map(len, heads)) * style.line) * size
    rooms = [(max(len(lines), 1) * style.line + _BETWEEN) * size for lines in names]
    high = min(max(_TALL * size, sum(rooms)), max(style.highest - first, sum(rooms)))
    scale = LinearScale(min(data.numbers()), max(data.numbers()), first + high - size, first + size)
    left = _end_of([one.values[0] for one in data.series], scale, (first, first + high), rooms, printed)
    right = _end_of([one.values[1] for one in data.series], scale, (first, first + high), rooms, printed)
    gaps = [_FAR if any(one.is_moved(size) for one in side.values()) else _NEAR for side in (left, right)]
    start, end = room + number + (gaps[0] + 0.6) * size, style.width - number - (gaps[1] + 0.4) * size
    labels = [*top.labels]
    for x, lines, (begin, last) in zip((start, end), heads, edges, strict=True):
        labels += _head(lines, x, (begin, last), first - 0.35 * size, style)
    shapes: list[Shape] = [Stroke(((x, first), (x, first + high)), RULE, 0.06 * size) for x in (start, end)]
    for index in range(len(data.series)):
        if index in left and index in right:
            line = ((start, left[index].place), (end, right[index].place))
            shapes.append(Stroke(line, colour_of(index), 0.2 * size))
    for x, side, sign, gap in ((start, left, -1, gaps[0]), (end, right, 1, gaps[1])):
        anchor = END if side is left else START
        for index, one in side.items():
            if gap == _FAR:
                ends = ((x + sign * 0.35 * size, one.place), (x + sign * (gap - 0.15) * size, one.beside))
                shapes.append(Stroke(ends, colour_of(index), 0.07 * size))
            shapes.append(end_dot(x, one.place, index, style))
            labels.append(_beside(one.text, x + sign * gap * size, one.beside, anchor, style))
    for index, one in left.items():
        x, lines = start - number - (gaps[0] + 0.6) * size, names[index]
        for place, text in enumerate(lines):
            y = one.beside + (place - (len(lines) - 1) / 2) * style.line * size
            labels.append(_beside(text, x, y, END, style))
    return ChartDrawing(style.width, first + high + 0.2 * size, tuple(shapes), tuple(labels))


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a line: its height, that of its number, which gives way to others, and the number."""

    place: float
    beside: float
    text: str

    def is_moved(self, size: float) -> bool:
        """Whether nobody would see to which line the number belongs."""
        return abs(self.place - self.beside) > _MOVED * size


def _end_of(
    values: Sequence[Decimal | None],
    scale: LinearScale,
    edges: tuple[float, float],
    rooms: Sequence[float],
    printed: NumberLabels,
) -> dict[int, _End]:
    """Return where the lines of one side end, and their numbers, by their series."""
    found = [(index, value) for index, value in enumerate(values) if value is not None]
    places = [scale(value) for _, value in found]
    beside = spread(places, [rooms[index] for index, _ in found], *edges)
    return {
        index: _End(place, y, printed(value))
        for (index, value), place, y in zip(found, places, beside, strict=True)
    }


def _head(
    lines: Sequence[str], x: float, edges: tuple[float, float], y: float, style: ChartStyle
) -> Iterator[ChartLabel]:
    """Yield the lines of the name of an end above it, between two edges."""
    for number, text in enumerate(reversed(lines)):
        width = style.text(text)
        start = max(edges[0], min(x - width / 2, edges[1] - width))
        yield ChartLabel(text, start, y - number * style.line * style.size, style.size, width, START)


def _beside(text: str, x: float, y: float, anchor: str, style: ChartStyle) -> ChartLabel:
    return ChartLabel(text, x, y + 0.32 * style.size, style.size, style.text(text), anchor)


def _columns(data: ChartData) -> ChartData:
    """Return data with two categories, those of a table with two columns of numbers as series."""
    if len(data.series) != 2:
        return data
    first, last = data.series
    rows = zip(data.labels, first.values, last.values, strict=True)
    series = tuple(DataSeries(label, (one, other)) for label, one, other in rows)
    return replace(data, labels=(first.name, last.name), series=series, days=())


def refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why slopes cannot show data: they have two ends, and a dozen lines at most."""
    if not any(True for _ in data.numbers()):
        return ChartRefusal("it has no number")
    if spec.stack:
        return ChartRefusal("slopes are not put onto one another", "leave stack out")
    if spec.notes:
        return ChartRefusal("slopes have no remarks", "leave note and at out")
    if len(data.labels) != 2 and len(data.series) != 2:
        return ChartRefusal("slopes go from one place to another, and here are more", "take kind=line")
    lines = len(data.labels) if len(data.series) == 2 else len(data.series)
    if lines > MOST:
        return ChartRefusal(
            Phrase("it has {lines} lines, and more than {most} cannot be followed", lines=lines, most=MOST),
            "take kind=dot",
        )
    return None


KIND = ChartKind("slope", "lines from what was at first to what is at last", draw, refusal)
