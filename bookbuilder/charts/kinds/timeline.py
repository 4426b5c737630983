"""A timeline: days down a line, and beside each what happened."""

from __future__ import annotations

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, MUTED, RULE, ChartDrawing, ChartLabel, Dot, Shape, Stroke
from bookbuilder.charts.row_frame import fitted
from bookbuilder.charts.spread import spread
from bookbuilder.charts.wrapped_text import wrapped
from bookbuilder.locales import Locale, dates

MOST = 30
"""Days that a timeline has room for."""
_DAY = 2.2
"""The height of a line for each, at least, in sizes of the type."""
_MOST_LINES = 6


def draw(data: ChartData, _spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return the days in proportion to time, but for those that have to give way to the words of others."""
    return fitted(lambda smaller: _drawn(data, smaller, locale), style)


def _drawn(data: ChartData, style: ChartStyle, locale: Locale) -> ChartDrawing:
    size = style.size
    order = sorted(range(len(data.days)), key=lambda index: data.days[index])
    years = {day.year for day in data.days}
    form = "axis-date" if len(years) == 1 else "short"
    days = [dates.date(data.days[index], locale, form) for index in order]
    start = max(map(style.text, days)) + 1.2 * size
    texts = [
        wrapped(data.labels[index], style.width - start - 1.2 * size, style, _MOST_LINES) for index in order
    ]
    rooms = [(len(lines) * style.line + 0.7) * size for lines in texts]
    height = max(sum(rooms), _DAY * size * len(order))
    first, last = data.days[order[0]], data.days[order[-1]]
    length = max((last - first).days, 1)
    inner = height - rooms[0] / 2 - rooms[-1] / 2
    places = [rooms[0] / 2 + inner * (data.days[index] - first).days / length for index in order]
    middles = spread(places, rooms, 0.0, height)
    shapes: list[Shape] = [Stroke(((start, middles[0]), (start, middles[-1])), RULE, 0.12 * size)]
    labels: list[ChartLabel] = []
    for middle, day, lines in zip(middles, days, texts, strict=True):
        shapes.append(Dot(start, middle, 0.34 * size, "1"))
        y = middle + (0.32 - (len(lines) - 1) * style.line / 2) * size
        labels.append(ChartLabel(day, start - 0.9 * size, y, size, style.text(day), END, MUTED))
        labels += [
            ChartLabel(line, start + 1.0 * size, y + number * style.line * size, size, style.text(line))
            for number, line in enumerate(lines)
        ]
    return ChartDrawing(style.width, height, tuple(shapes), tuple(labels))


def refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why data make no timeline: it has days, and words for each."""
    if not data.days:
        return ChartRefusal("a timeline has a day in each row", "write days as 2022-01-17")
    if len(data.days) > MOST:
        return ChartRefusal(f"it has {len(data.days)} days, and more than {MOST} have no room", "part it")
    if spec.stack or spec.notes:
        return ChartRefusal("a timeline has neither a stack nor remarks", "leave them out")
    return None


KIND = ChartKind("timeline", "days down a line, and beside each what happened", draw, refusal)
