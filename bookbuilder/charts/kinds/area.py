"""Areas along time, or along categories in an order: how a whole and its parts grow."""

from __future__ import annotations

from decimal import Decimal

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import Key, colour_of, head
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import PAPER, ChartDrawing, Point, Shape, Stroke
from bookbuilder.charts.end_labels import end_names
from bookbuilder.charts.line_frame import LEAST, MOST, SHARE, levels, names_of_places, places_of
from bookbuilder.charts.number_labels import axis_labels
from bookbuilder.charts.refusals import lines_refusal, negative_parts
from bookbuilder.charts.remarks import notes_above, place_of
from bookbuilder.charts.scales import LinearScale
from bookbuilder.charts.stacking import as_shares
from bookbuilder.charts.thinned_line import kept_places
from bookbuilder.charts.value_axis import level_rules, number_width, zero_rule
from bookbuilder.locales import Locale

BETWEEN = 0.12
"""The width of the line of paper between two areas, in the size of the type."""


def draw(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return areas on top of one another, the first series lowest, with their names beside their ends."""
    if spec.stack == "share":
        data = as_shares(data)
    size, several = style.size, len(data.series) > 1
    tops = _tops(data)
    ticks = levels(Decimal(0), max(tops[-1]), zero=True)
    axis = axis_labels(ticks, data.unit, locale)
    start = number_width(ticks, axis, style) + 0.9 * size
    room = min(max(style.width * SHARE, LEAST * size), MOST * size)
    names = end_names([one.name for one in data.series], room, style) if several else None
    keys = [one.name for one in data.series] if several and names is None else []
    end = style.width - (names.width if names else 0.0)
    places = places_of(data, start, end)
    top = head(axis.unit, keys, style, Key.AREA)
    marks = [(place_of(note, data), note.text) for note in spec.notes]
    remarks = notes_above([(places.each[at], text) for at, text in marks if at is not None], style)
    noted = top.end + (0.2 * size if remarks.height else 0.0)
    first = noted + remarks.height + 0.9 * size
    _, _, rests = names_of_places(data, places, first + room, style, locale)
    room = max(min(room, style.highest - first - rests), LEAST * size / 2)
    below, strokes, rests = names_of_places(data, places, first + room, style, locale)
    scale = LinearScale(ticks[0], ticks[-1], first + room, first)
    rules, labels = level_rules(ticks, scale, start, end, axis, style)
    shapes: list[Shape] = [*top.shapes, *rules, *strokes]
    kept = kept_places(len(places.each))
    along = [places.each[at] for at in kept]
    lower: list[Point] = [(x, scale(Decimal(0))) for x in along]
    middles = []
    for index, level in enumerate(tops):
        upper: list[Point] = [(x, scale(level[at])) for x, at in zip(along, kept, strict=True)]
        shapes.append(Stroke((*upper, *reversed(lower)), colour_of(index), filled=True))
        if index:
            shapes.append(Stroke(tuple(lower), PAPER, BETWEEN * size))
        middles.append((upper[-1][1] + lower[-1][1]) / 2)
        lower = upper
    heights = dict(lower)
    texts, leads = remarks.drawn(noted, lambda x: heights.get(x, first + room))
    shapes += [*leads, zero_rule((start, scale(Decimal(0))), (end, scale(Decimal(0))), style)]
    labels += [*top.labels, *texts, *below]
    if names:
        found, strokes_to_names = names.labels(
            middles, end, first - 0.5 * size, first + room + 0.5 * size, style
        )
        labels, shapes = labels + found, shapes + strokes_to_names
    return ChartDrawing(style.width, first + room + rests, tuple(shapes), tuple(labels))


def _tops(data: ChartData) -> list[list[Decimal]]:
    """Return the upper edge of each series at each place."""
    result: list[list[Decimal]] = []
    for series in data.series:
        below = result[-1] if result else [Decimal(0)] * len(series.values)
        result.append([under + (value or 0) for under, value in zip(below, series.values, strict=True)])
    return result


def refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why areas cannot show data: as lines, and since a gap would look like nothing."""
    found = lines_refusal(data, ChartSpec(spec.kind))
    if found is None and any(value < 0 for value in data.numbers()):
        found = ChartRefusal("an area cannot be below zero", "take kind=line")
    if found is None and any(None in series.values for series in data.series):
        found = ChartRefusal("a value is missing, which would look like nothing", "take kind=line")
    return found or (negative_parts(data) if spec.stack == "share" else None)


KIND = ChartKind(
    "area",
    "areas on top of one another, along time or categories in an order",
    draw,
    refusal,
    ("stacked", "share"),
)
