"""Small charts side by side: a line for each series, with the others behind it, all on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import head
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import (
    END,
    MUTED,
    RULE,
    START,
    ChartDrawing,
    ChartLabel,
    Dot,
    Point,
    Shape,
    Stroke,
)
from bookbuilder.charts.line_frame import levels, places_of
from bookbuilder.charts.number_labels import NumberLabels, axis_labels
from bookbuilder.charts.refusals import MOST_PLACES
from bookbuilder.charts.row_frame import fitted
from bookbuilder.charts.scales import LinearScale
from bookbuilder.charts.thinned_line import thinned
from bookbuilder.charts.value_axis import THIN, number_width, zero_rule
from bookbuilder.charts.wrapped_text import wrapped
from bookbuilder.locales import Locale, dates
from bookbuilder.phrases import Phrase

MOST = 24
"""Charts that can be compared on a page."""
CROWDED = 10
"""Other series that make a thicket behind a line, which then stands alone."""
POINTS = 300
"""Points of the line of a small chart."""
_PANEL, _GAP = 9.8, 1.6
"""The least width of a panel, and the space between two, in sizes of the type."""
_HIGH, _LEAST_HIGH = 0.62, 5.0
"""The height of the room for lines, in the width of a panel; the least one, in sizes of the type."""


def draw(data: ChartData, _spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return the panels in rows; the first of each row has the numbers of the axis."""
    return fitted(partial(_drawn, data, locale), style)


def _drawn(data: ChartData, locale: Locale, style: ChartStyle) -> ChartDrawing:
    size, count = style.size, len(data.series)
    numbers = list(data.numbers())
    ticks = levels(min(numbers), max(numbers), zero=False)
    axis = axis_labels(ticks, data.unit, locale)
    start = number_width(ticks, axis, style) + 0.7 * size
    room = style.width - start
    columns = max(1, min(count, 4, int((room + _GAP * size) / ((_PANEL + _GAP) * size))))
    columns = -(-count // -(-count // columns))  # as even as can be
    width = (room - (columns - 1) * _GAP * size) / columns
    top = head(axis.unit, (), style)
    titles = [wrapped(one.name or " ", width, style, 2) for one in data.series]
    names = _ends(data, width, style, locale)
    shapes: list[Shape] = []
    labels: list[ChartLabel] = list(top.labels)
    y = top.end + (0.4 if top.end else 0.0) * size
    rows = [range(row, min(row + columns, count)) for row in range(0, count, columns)]
    above = [(max(len(titles[index]) for index in shown) * style.line + 0.4) * size for shown in rows]
    below = (2.3 if any(names) else 0.9) * size
    # Lower panels rather than smaller type.
    fitting = (style.highest - y - sum(above)) / len(rows) - below
    high = max(min(width * _HIGH, fitting), _LEAST_HIGH * size)
    for shown, titled in zip(rows, above, strict=True):
        scale = LinearScale(ticks[0], ticks[-1], y + titled + high, y + titled + 0.3 * size)
        labels += _numbers(ticks, axis, scale, start, style)
        for place, index in enumerate(shown):
            x = start + place * (width + _GAP * size)
            for number, line in enumerate(titles[index]):
                labels.append(
                    ChartLabel(line, x, y + (1.05 + number * style.line) * size, size, style.text(line))
                )
            shapes += _panel(data, index, ticks, scale, (x, x + width), style)
            labels += [
                ChartLabel(text, x + width if end else x, y + titled + high + 1.42 * size, size, style.text(text),
                           END if end else START, MUTED)
                for end, text in enumerate(names) if text
            ]  # fmt: skip
        y += titled + high + below
    return ChartDrawing(style.width, y, tuple(shapes), tuple(labels))


def _numbers(
    ticks: Sequence[Decimal], axis: NumberLabels, scale: LinearScale, start: float, style: ChartStyle
) -> Iterator[ChartLabel]:
    """Yield the first and the last number of an axis, and zero."""
    for tick in dict.fromkeys((ticks[0], ticks[-1], *(tick for tick in ticks if not tick))):
        text, y = axis(tick), scale(tick) + 0.32 * style.size
        rank = 0 if tick in (ticks[0], ticks[-1]) else 1
        yield ChartLabel(
            text, start - 0.5 * style.size, y, style.size, style.text(text), END, MUTED, rank=rank
        )


def _panel(
    data: ChartData,
    index: int,
    ticks: Sequence[Decimal],
    scale: LinearScale,
    edges: tuple[float, float],
    style: ChartStyle,
) -> Iterator[Shape]:
    size = style.size
    for tick in (ticks[0], ticks[-1]):
        yield Stroke(((edges[0], scale(tick)), (edges[1], scale(tick))), RULE, THIN * size)
    if ticks[0] <= 0 <= ticks[-1]:
        yield zero_rule((edges[0], scale(Decimal(0))), (edges[1], scale(Decimal(0))), style)
    places = places_of(data, edges[0] + 0.3 * size, edges[1] - 0.3 * size).each
    others = [number for number in range(len(data.series)) if number != index]
    for number in (*(others if len(others) < CROWDED else ()), index):
        points: list[Point | None] = [
            None if value is None else (x, scale(value))
            for x, value in zip(places, data.series[number].values, strict=True)
        ]
        yield from _line(points, size, own=number == index)


def _line(points: Sequence[Point | None], size: float, *, own: bool) -> Iterator[Shape]:
    """Yield the parts of a line; those of other series are quiet, and a point by itself is left out there."""
    part: list[Point] = []
    for point in (*points, None):
        if point is not None:
            part.append(point)
            continue
        if len(part) > 1:
            yield Stroke(thinned(part, POINTS), "1" if own else RULE, (0.2 if own else 0.1) * size)
        elif part and own:
            yield Dot(*part[0], 0.22 * size, "1")
        part = []


def _ends(data: ChartData, width: float, style: ChartStyle, locale: Locale) -> tuple[str, str]:
    """Return the names of the first and the last place, if both have room below a panel; else the last one, or none."""
    if data.days:
        first, last = data.days[0], data.days[-1]
        form = "axis-date" if first.year == last.year else "axis-year"
        names = (dates.date(first, locale, form), dates.date(last, locale, form))
    else:
        names = (data.labels[0], data.labels[-1])
    if style.text(names[0]) + style.text(names[1]) + 0.8 * style.size <= width:
        return names
    return ("", names[1]) if style.text(names[1]) <= width else ("", "")


def refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why small charts cannot show data: there are too many, or too few places for a line."""
    if not any(True for _ in data.numbers()):
        return ChartRefusal("it has no number")
    if not 2 <= len(data.labels) <= MOST_PLACES:
        return ChartRefusal("a line goes from one place to another", "take kind=bar")
    if len(data.series) > MOST:
        return ChartRefusal(
            Phrase(
                "it has {count} series, and more than {most} cannot be compared",
                count=len(data.series),
                most=MOST,
            ),
            "show fewer",
        )
    if list(data.days) != sorted(data.days):
        return ChartRefusal("its days are not in order", "sort them: sort=…")
    if spec.stack or spec.notes:
        return ChartRefusal("small charts have neither a stack nor remarks", "leave them out")
    return None


KIND = ChartKind(
    "multiples", "small charts side by side, a line for each series, all on one scale", draw, refusal
)
