"""Bars that stand: a place for each category, its name below it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bookbuilder.charts.category_names import (
    NamedLines,
    are_ordered,
    lines_high,
    name_labels,
    names_below,
    some_names,
)
from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import colour_of, head
from bookbuilder.charts.chart_kind import ChartKind
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.day_names import day_names
from bookbuilder.charts.drawing import MIDDLE, Bar, ChartDrawing, ChartLabel, Shape
from bookbuilder.charts.kinds import bar
from bookbuilder.charts.nice_steps import nice_ticks
from bookbuilder.charts.number_labels import NumberLabels, axis_labels, on_scale, value_labels
from bookbuilder.charts.refusals import columns_refusal
from bookbuilder.charts.remarks import notes_above, place_of
from bookbuilder.charts.scales import BandScale, LinearScale
from bookbuilder.charts.segment_labels import segment_ends, upright_segment_label
from bookbuilder.charts.stacking import Segment, as_shares, extent, segments
from bookbuilder.charts.value_axis import level_rules, number_width, zero_rule
from bookbuilder.locales import Locale

SHARE, LEAST, MOST = 0.44, 11.0, 24.0
"""The height of the room for columns: its share of the width, at least and at most so many sizes of the type."""
FULL = 0.68
"""The share of a band that its columns take."""


def draw(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return columns: with their values above them if all fit, else with an axis before them. Names that do not fit below
    them make lying bars, unless some of them say what the others are."""
    shown = as_shares(data) if spec.stack == "share" else data
    stacked = bool(spec.stack)
    parts = list(segments(shown, spec))
    low, high = extent(shown, spec)
    printed = value_labels([part.value for part in parts], shown.unit, locale)
    ticks = nice_ticks(low, high, 4)
    axis = axis_labels(ticks, shown.unit, locale)
    start = number_width(ticks, axis, style) + 0.9 * style.size
    bands = BandScale(len(shown.labels), 0.0, style.width)
    valued = not stacked and _values_fit(parts, shown, bands, printed, style)
    if not valued:
        bands = BandScale(len(shown.labels), start, style.width)
    names = (
        day_names(shown.days, bands, style, locale)
        if shown.days
        else names_below(shown.labels, bands.band, style)
    )
    if names is None:
        if not are_ordered(shown.labels):
            return bar.draw(data, spec, style, locale)
        names = some_names(shown.labels, bands, style)
    if valued:
        ticks = (low, high)
    if not valued:
        printed = on_scale(printed, axis)
    return _drawn(shown, spec, style, parts, bands, names, ticks, None if valued else axis, printed)


def _values_fit(
    parts: Sequence[Segment], data: ChartData, bands: BandScale, printed: NumberLabels, style: ChartStyle
) -> bool:
    """Whether each value fits above its column."""
    room = bands.band * (FULL if len(data.series) > 1 else 1) / len(data.series) - 0.3 * style.size
    return all(style.text(printed(part.value)) <= room for part in parts)


def _drawn(
    data: ChartData,
    spec: ChartSpec,
    style: ChartStyle,
    parts: Sequence[Segment],
    bands: BandScale,
    names: NamedLines,
    ticks: Sequence[Decimal],
    axis: NumberLabels | None,
    printed: NumberLabels,
) -> ChartDrawing:
    size, stacked = style.size, bool(spec.stack)
    series = [one.name for one in data.series] if len(data.series) > 1 else []
    top = head((axis or printed).unit, series, style)
    places = [(place_of(note, data), note.text) for note in spec.notes]
    remarks = notes_above([(bands.middle(at), text) for at, text in places if at is not None], style)
    noted = top.end + (0.2 * size if remarks.height else 0.0)
    first = noted + remarks.height + (0.9 if axis or not top.end else 0.3) * size
    rests = lines_high(names, style)
    room = min(
        max(style.width * SHARE, LEAST * size),
        MOST * size,
        max(style.highest - first - rests, LEAST * size / 2),
    )
    end = first + room
    values = 0.0 if axis else 1.3 * size
    below = values if ticks[0] < 0 else 0.0
    scale = LinearScale(ticks[0], ticks[-1], end - below, first + values)
    rules, labels = level_rules(ticks, scale, bands.start, style.width, axis, style) if axis else ([], [])
    shapes: list[Shape] = [*top.shapes, *rules]
    labels = [*top.labels, *labels]
    columns = 1 if stacked else len(data.series)
    width = bands.band * FULL / columns
    if columns == 1:
        width = min(width, 6 * size)
    for part in parts:
        x = bands.middle(part.category) + (0 if stacked else part.series - (columns - 1) / 2) * width
        ends = segment_ends(part, scale, style)
        gap = 0.04 * size if columns > 1 else 0.0
        shapes.append(
            Bar(x - width / 2 + gap, ends[0], width - 2 * gap, ends[1] - ends[0], colour_of(part.series))
        )
        if stacked:
            labels += upright_segment_label(printed(part.value), ends, x, width, part.series, style)
        elif axis is None:
            text = printed(part.value)
            y = ends[1] + 1.05 * size if part.value < 0 else ends[0] - 0.4 * size
            labels.append(ChartLabel(text, x, y, size, style.text(text), MIDDLE))
    zero = scale(Decimal(0))
    shapes.append(zero_rule((bands.start, zero), (style.width, zero), style))
    labels += name_labels(names, bands, end, style)
    tops = {part.category: end for part in parts}
    for part in parts:
        tops[part.category] = min(tops[part.category], scale(part.end), scale(part.start))
    feet = {bands.middle(at): tops[at] - values - 0.2 * size for at, _ in places if at in tops}
    texts, lines = remarks.drawn(noted, lambda x: feet.get(x, end))
    labels += texts
    shapes += lines
    return ChartDrawing(style.width, end + rests, tuple(shapes), tuple(labels))


KIND = ChartKind(
    "column",
    "bars that stand, each with the name of its category below it",
    draw,
    columns_refusal,
    ("stacked", "share"),
)
