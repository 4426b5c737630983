"""Bars that lie: a row for each category, its name before it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import LINE, colour_of, head
from bookbuilder.charts.chart_kind import ChartKind
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, MUTED, START, Bar, ChartDrawing, ChartLabel, Shape
from bookbuilder.charts.nice_steps import nice_ticks
from bookbuilder.charts.number_labels import NumberLabels, axis_labels, value_labels
from bookbuilder.charts.refusals import bars_refusal
from bookbuilder.charts.remarks import remarks_below
from bookbuilder.charts.row_names import RowNames, row_names
from bookbuilder.charts.scales import LinearScale
from bookbuilder.charts.segment_labels import level_segment_label
from bookbuilder.charts.stacking import Segment, as_shares, extent, segments
from bookbuilder.charts.value_axis import upright_rules, zero_rule
from bookbuilder.locales import Locale

BAR, BETWEEN = 1.2, 0.65
"""The thickness of a bar, and the space between two categories, in the size of the type."""
LEAST = 0.25
"""The share of a chart that bars have; else their names stand above them."""
SMALLEST = 0.62
"""How much smaller the type of a chart with many rows may be."""


def draw(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return bars, with values at their ends; those that are stacked have values inside and an axis below."""
    if spec.stack == "share":
        data = as_shares(data)
    drawing = _drawn(data, spec, style, locale)
    for _ in range(6):
        if drawing.height <= style.highest or style.size <= SMALLEST * 8:
            break
        style = replace(style, size=max(style.size * max(style.highest / drawing.height, 0.8), SMALLEST * 8))
        drawing = _drawn(data, spec, style, locale)
    return drawing


def _drawn(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    size, stacked = style.size, bool(spec.stack)
    parts = list(segments(data, spec))
    low, high = extent(data, spec)
    ticks = nice_ticks(low, high, 5)
    printed = value_labels([part.value for part in parts], data.unit, locale)
    axis = axis_labels(ticks, data.unit, locale) if stacked else None
    names = [series.name for series in data.series] if len(data.series) > 1 else []
    top = head((axis or printed).unit, names, style)
    rows = row_names(data.labels, style)
    if not stacked and _room(parts, rows, printed, style) < LEAST * style.width:
        rows = row_names(data.labels, style, above=True)
    bars = 1 if stacked else len(data.series)
    thickness = (BAR if bars == 1 else 1.08) * size
    pitch = max(bars * thickness, rows.lines * LINE * size) + BETWEEN * size
    above = rows.above * LINE * size
    pitch += above
    remarks = remarks_below(spec.notes, data, style.width - rows.width, style)
    tops = [top.end + (0.5 if top.end else 0.0) * size]
    for index in range(len(data.labels)):
        tops.append(tops[-1] + pitch + len(remarks.get(index, ())) * LINE * size)
    first, bottom = tops[0], tops[-1]
    if stacked:
        half = (
            max(style.text(axis_labels(ticks, data.unit, locale)(tick)) for tick in (ticks[0], ticks[-1])) / 2
        )
        scale = LinearScale(ticks[0], ticks[-1], rows.width + half, style.width - half)
        rules, labels = upright_rules(ticks, scale, first, bottom, axis or printed, style)
    else:
        scale = _scale(low, high, parts, rows, printed, style)
        rules, labels = [], []
    shapes: list[Shape] = [*top.shapes, *rules]
    labels = [*top.labels, *labels]
    for index, lines in enumerate(rows.texts):
        middle = tops[index] + above + (pitch - above) / 2
        labels += rows.labels(lines, middle, tops[index] + BETWEEN / 2 * size, style)
    for part in parts:
        middle = tops[part.category] + above + (pitch - above) / 2
        y = middle - bars * thickness / 2 + (0 if stacked else part.series * thickness)
        ends = sorted((scale(part.start), scale(part.end)))
        gap = 0.04 * size if bars > 1 else 0.0
        shapes.append(Bar(ends[0], y + gap, ends[1] - ends[0], thickness - 2 * gap, colour_of(part.series)))
        if stacked:
            labels += level_segment_label(printed(part.value), ends, y + thickness / 2, part.series, style)
        else:
            labels.append(_value(part, printed, scale, y + thickness / 2, style))
    for index, lines in remarks.items():
        y = tops[index] + pitch + 0.6 * size
        for number, line in enumerate(lines):
            place = (rows.width, y + number * LINE * size)
            labels.append(ChartLabel(line, *place, size, style.text(line), colour=MUTED))
    zero = scale(Decimal(0))
    shapes.append(zero_rule((zero, first), (zero, bottom), style))
    height = bottom + (1.6 * size if stacked else 0.1 * size)
    return ChartDrawing(style.width, height, tuple(shapes), tuple(labels))


def _values_room(parts: list[Segment], printed: NumberLabels, style: ChartStyle) -> tuple[float, float]:
    """Return the room for values at the ends of bars below zero, and above it."""
    gap = 0.6 * style.size
    widths = [(part.value < 0, style.text(printed(part.value)) + gap) for part in parts]
    below = max((width for negative, width in widths if negative), default=0.0)
    return below, max((width for negative, width in widths if not negative), default=0.0)


def _room(parts: list[Segment], rows: RowNames, printed: NumberLabels, style: ChartStyle) -> float:
    """Return the room that is left for bars."""
    return style.width - rows.width - sum(_values_room(parts, printed, style))


def _scale(
    low: Decimal,
    high: Decimal,
    parts: list[Segment],
    rows: RowNames,
    printed: NumberLabels,
    style: ChartStyle,
) -> LinearScale:
    """Return a scale that leaves room for the values behind the ends of bars."""
    below, above = _values_room(parts, printed, style)
    return LinearScale(
        low, high, rows.width + below, max(style.width - above, rows.width + below + style.size)
    )


def _value(
    part: Segment, printed: NumberLabels, scale: LinearScale, middle: float, style: ChartStyle
) -> ChartLabel:
    text, gap = printed(part.value), 0.35 * style.size
    x, anchor = (scale(part.end) - gap, END) if part.value < 0 else (scale(part.end) + gap, START)
    return ChartLabel(text, x, middle + 0.32 * style.size, style.size, style.text(text), anchor)


KIND = ChartKind(
    "bar",
    "bars that lie, each with the name of its category before it",
    draw,
    bars_refusal,
    ("stacked", "share"),
)
