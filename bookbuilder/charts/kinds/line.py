"""Lines along time, or along categories in an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import THICKNESS, Key, colour_of, dashes_of, head
from bookbuilder.charts.chart_kind import ChartKind
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import START, ChartDrawing, ChartLabel, Point, Shape, Stroke
from bookbuilder.charts.end_labels import end_dot, end_names
from bookbuilder.charts.line_frame import (
    LEAST,
    MOST,
    SHARE,
    break_mark,
    levels,
    names_of_places,
    places_of,
)
from bookbuilder.charts.number_labels import NumberLabels, axis_labels, value_labels
from bookbuilder.charts.refusals import lines_refusal
from bookbuilder.charts.remarks import notes_above, place_of
from bookbuilder.charts.scales import LinearScale
from bookbuilder.charts.thinned_line import thinned
from bookbuilder.charts.value_axis import level_rules, number_width, zero_rule
from bookbuilder.locales import Locale


def draw(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return lines, with the names of series at their ends; a single one has values at its end and where it is highest."""
    size, several = style.size, len(data.series) > 1
    numbers = list(data.numbers())
    ticks = levels(min(numbers), max(numbers), zero=False)
    axis = axis_labels(ticks, data.unit, locale)
    printed = value_labels(numbers, data.unit, locale)
    start = number_width(ticks, axis, style) + 0.9 * size
    room = min(max(style.width * SHARE, LEAST * size), MOST * size)
    names = end_names([one.name for one in data.series], room + style.line * size, style) if several else None
    keys = [one.name for one in data.series] if several and names is None else []
    end = style.width - (
        names.width if names else 0 if several else style.text(_last(data, printed)) + 0.7 * size
    )
    places = places_of(data, start + 0.4 * size, end - (0.4 if several else 0.0) * size)
    top = head(axis.unit, keys, style, Key.LINE)
    marks = [(place_of(note, data), note.text) for note in spec.notes]
    remarks = notes_above([(places.each[at], text) for at, text in marks if at is not None], style)
    noted = top.end + (0.2 * size if remarks.height else 0.0)
    first = noted + remarks.height + (0.9 if several else 1.5) * size
    below, strokes, rests = names_of_places(data, places, first + room, style, locale)
    room = max(min(room, style.highest - first - rests), LEAST * size / 2)
    below, strokes, rests = names_of_places(data, places, first + room, style, locale)
    scale = LinearScale(ticks[0], ticks[-1], first + room, first)
    shapes: list[Shape] = [*top.shapes]
    rules, labels = level_rules(ticks, scale, start, end, axis, style)
    texts, leads = remarks.drawn(noted, lambda x: first + room)
    broken = break_mark(ticks, scale, start, style)
    shapes += [*rules, *strokes, *leads, *broken]
    if ticks[0] <= 0 <= ticks[-1]:
        shapes.append(zero_rule((start, scale(Decimal(0))), (end, scale(Decimal(0))), style))
    ends: list[float] = []
    for index, series in enumerate(data.series):
        points = [
            None if value is None else (place, scale(value))
            for place, value in zip(places.each, series.values, strict=True)
        ]
        shapes += _lines(points, index, style)
        x, y = next((point for point in reversed(points) if point), (end, first + room))
        if any(points):
            shapes.append(end_dot(x, y, index, style))
        ends.append(y)
    labels += [*top.labels, *texts, *below]
    if names:
        found, leads_of_names = names.labels(ends, end, first - 0.5 * size, first + room + 0.5 * size, style)
        labels, shapes = labels + found, shapes + leads_of_names
    elif not several:
        noted_at = [place for place, _ in remarks.places]
        foot = [point for mark in broken for point in mark.points]
        labels += _values(data, places.each, scale, printed, start, noted_at, foot, style)
    return ChartDrawing(style.width, first + room + rests, tuple(shapes), tuple(labels))


def _last(data: ChartData, printed: NumberLabels) -> str:
    return next((printed(value) for value in reversed(data.series[0].values) if value is not None), "")


def _lines(points: list[Point | None], index: int, style: ChartStyle) -> Iterator[Shape]:
    """Yield the parts of a line between places without a value; a point by itself is a dot."""
    dashes = dashes_of(index, style.size)
    part: list[Point] = []
    for point in (*points, None):
        if point is not None:
            part.append(point)
            continue
        if len(part) == 1:
            yield end_dot(*part[0], index, style)
        elif part:
            yield Stroke(thinned(part), colour_of(index), THICKNESS * style.size, dashes=dashes)
        part = []


def _values(
    data: ChartData,
    places: tuple[float, ...],
    scale: LinearScale,
    printed: NumberLabels,
    start: float,
    noted_at: Sequence[float],
    foot: Sequence[Point],
    style: ChartStyle,
) -> Iterator[ChartLabel]:
    """Yield the last value of a line behind its end, and its highest and lowest one where they have room: behind the numbers
    of the axis, neither on the line of zero nor on that of a remark, nor on the mark at the `foot` of a broken axis."""
    filled = [(value, index) for index, value in enumerate(data.series[0].values) if value is not None]
    (last, end), highest, lowest = filled[-1], max(filled, key=lambda one: (one[0], one[1])), min(filled)
    y, zero = scale(last) + 0.32 * style.size, scale(Decimal(0))
    if (
        end < len(places) - 1 and abs(scale(last) - zero) < style.size
    ):  # it ends within the chart, near the line of zero
        y = zero - 0.4 * style.size
    yield _value(printed(last), places[end] + 0.7 * style.size, y, START, style)
    for (value, index), shift in ((highest, -0.5), (lowest, 1.15)):
        if index != end and value != last:
            text, x = printed(value), places[index]
            half, gap = style.text(text) / 2, 0.4 * style.size
            middle = min(max(x, start + half), style.width - half)
            for beginning in (middle - half, x + gap, x - gap - 2 * half):
                label = _value(text, beginning, scale(value) + shift * style.size, START, style)
                left, top, right, bottom = label.box
                free = not any(left - gap / 2 < at < right + gap / 2 for at in noted_at)
                free = free and not any(left < x < right and top < y < bottom for x, y in foot)
                if free and start <= left and right <= style.width and not top < zero < bottom:
                    yield label
                    break


def _value(text: str, x: float, y: float, anchor: str, style: ChartStyle) -> ChartLabel:
    return ChartLabel(text, x, y, style.size, style.text(text), anchor, rank=4)


KIND = ChartKind("line", "lines along time, or along categories in an order", draw, lines_refusal)
