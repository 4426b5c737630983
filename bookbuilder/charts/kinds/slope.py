"""Slopes: where series were at first and where they are at last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bookbuilder.charts.chart_data import ChartData, ChartSpec, DataSeries
from bookbuilder.charts.chart_head import colour_of, head
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, RULE, START, ChartDrawing, ChartLabel, Shape, Stroke
from bookbuilder.charts.end_labels import end_dot
from bookbuilder.charts.number_labels import value_labels
from bookbuilder.charts.scales import LinearScale
from bookbuilder.charts.spread_places import spread
from bookbuilder.charts.wrapped_text import wrapped
from bookbuilder.locales import Locale

MOST = 12
"""Lines that can be followed with the eyes."""
_TALL, _BETWEEN = 20.0, 0.1
"""The height of the lines at least, and the gap between two names beside them, in sizes of the type."""
_WIDEST = 0.36
"""The share of a chart that names beside it may take."""


_LEAST = 9.0
"""The room between the two ends with the gaps around them, in sizes of the type."""


def draw(data: ChartData, _spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return two upright lines, with a line for each series between them: its name and number at the first, its number at
    the last."""
    data, size = _columns(data), style.size
    printed = value_labels(data.numbers(), data.unit, locale)
    top = head(printed.unit, (), style)
    values = [(one.values[0], one.values[1]) for one in data.series]
    before = [None if first is None else printed(first) for first, _ in values]
    behind = [None if last is None else printed(last) for _, last in values]
    number = max((style.text(text) for text in (*before, *behind) if text), default=0.0)
    widest = min(_WIDEST * style.width, style.width - 2 * number - _LEAST * size)
    room = max(min(max(style.text(one.name) for one in data.series), widest), size)
    start, end = room + number + 1.6 * size, style.width - number - 1.0 * size
    middle = (start + end) / 2
    heads = [
        wrapped(data.labels[0], middle - 0.4 * size, style)[0],
        wrapped(data.labels[1], style.width - middle - 0.4 * size, style)[0],
    ]
    pitch = (style.line + _BETWEEN) * size
    first = top.end + (0.5 if top.end else 0.0) * size + style.line * size
    high = min(max(_TALL * size, pitch * len(values)), max(style.highest - first, pitch * len(values)))
    bottom = first + high
    scale = LinearScale(min(data.numbers()), max(data.numbers()), bottom - size, first + size)
    labels = [
        *top.labels,
        _head(heads[0], start, (0.0, middle - 0.4 * size), first - 0.35 * size, style),
        _head(heads[1], end, (middle + 0.4 * size, style.width), first - 0.35 * size, style),
    ]
    shapes: list[Shape] = [Stroke(((x, first), (x, bottom)), RULE, 0.06 * size) for x in (start, end)]
    left = _heights([one for one, _ in values], scale, first, bottom, pitch)
    right = _heights([one for _, one in values], scale, first, bottom, pitch)
    for index, (one, (begin, last)) in enumerate(zip(data.series, values, strict=True)):
        if begin is not None and last is not None:
            line = ((start, scale(begin)), (end, scale(last)))
            shapes.append(Stroke(line, colour_of(index), 0.2 * size))
        for x, value in ((start, begin), (end, last)):
            if value is not None:
                shapes.append(end_dot(x, scale(value), index, style))
        for text, y in ((before[index], left.get(index)),):
            if text and y is not None:
                (name,) = wrapped(one.name, room, style)
                labels.append(_beside(text, start - 0.6 * size, y, END, style))
                labels.append(_beside(name, start - number - 1.2 * size, y, END, style))
        if behind[index] and index in right:
            labels.append(_beside(behind[index] or "", end + 0.6 * size, right[index], START, style))
    return ChartDrawing(style.width, bottom + 0.2 * size, tuple(shapes), tuple(labels))


def _heights(
    values: Sequence[Decimal | None], scale: LinearScale, top: float, bottom: float, pitch: float
) -> dict[int, float]:
    """Return where the numbers of one end stand, by their series."""
    found = [(index, scale(value)) for index, value in enumerate(values) if value is not None]
    places = spread([y for _, y in found], [pitch] * len(found), top, bottom)
    return {index: y for (index, _), y in zip(found, places, strict=True)}


def _head(text: str, x: float, edges: tuple[float, float], y: float, style: ChartStyle) -> ChartLabel:
    """Return the name of an end above it, between two edges."""
    width = style.text(text)
    start = max(edges[0], min(x - width / 2, edges[1] - width))
    return ChartLabel(text, start, y, style.size, width, START)


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
        return ChartRefusal(f"it has {lines} lines, and more than {MOST} cannot be followed", "take kind=dot")
    return None


KIND = ChartKind("slope", "lines from what was at first to what is at last", draw, refusal)
