"""Bars that lie: a row for each category, its name before it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import colour_of, head
from bookbuilder.charts.chart_kind import ChartKind
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, START, Bar, ChartDrawing, ChartLabel, Shape
from bookbuilder.charts.nice_steps import nice_ticks
from bookbuilder.charts.number_labels import NumberLabels, axis_labels, on_scale, value_labels
from bookbuilder.charts.refusals import bars_refusal
from bookbuilder.charts.row_frame import bar_thickness, fitted, row_frame, widest
from bookbuilder.charts.scales import LinearScale
from bookbuilder.charts.segment_labels import level_segment_label, segment_ends
from bookbuilder.charts.stacking import Segment, as_shares, extent, segments
from bookbuilder.charts.value_axis import upright_rules
from bookbuilder.locales import Locale

BAR, BESIDE, STACKED = 1.2, 1.08, 1.6
"""The thickness of a bar, of one of several beside one another, and of one with values inside, in the size of the type."""


def draw(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return bars, with values at their ends; those that are stacked have values inside and an axis below."""
    if spec.stack:
        return fitted(
            partial(_stacked, as_shares(data) if spec.stack == "share" else data, spec, locale), style
        )
    return fitted(partial(_beside, data, spec, locale), style)


def names_of(data: ChartData) -> list[str]:
    """Return the names of several series; none of a single one."""
    return [series.name for series in data.series] if len(data.series) > 1 else []


def _beside(data: ChartData, spec: ChartSpec, locale: Locale, style: ChartStyle) -> ChartDrawing:
    size, bars = style.size, len(data.series)
    parts = list(segments(data, spec))
    low, high = extent(data, spec)
    printed = value_labels([part.value for part in parts], data.unit, locale)
    top = head(printed.unit, names_of(data), style)
    below = _room([printed(part.value) for part in parts if part.value < 0], style)
    above = _room([printed(part.value) for part in parts if part.value >= 0], style)
    thickness = (bar_thickness(data, BAR) if bars == 1 else BESIDE) * size
    first = top.end + (0.5 if top.end else 0.0) * size
    rows = row_frame(data, spec, first, bars * thickness, below + above, style)
    start = rows.start + below
    scale = LinearScale(low, high, start, max(style.width - above, start + size))
    shapes: list[Shape] = [*top.shapes]
    labels = [*top.labels, *rows.labels]
    gap = 0.04 * size if bars > 1 else 0.0
    for part in parts:
        y = rows.middles[part.category] - bars * thickness / 2 + part.series * thickness
        ends = sorted((scale(part.start), scale(part.end)))
        shapes.append(Bar(ends[0], y + gap, ends[1] - ends[0], thickness - 2 * gap, colour_of(part.series)))
        labels.append(_value(part, printed, scale, y + thickness / 2, style))
    shapes += rows.zero_rules(scale(Decimal(0)), style)
    return ChartDrawing(style.width, rows.bottom + 0.1 * size, tuple(shapes), tuple(labels))


def _stacked(data: ChartData, spec: ChartSpec, locale: Locale, style: ChartStyle) -> ChartDrawing:
    size, thickness = style.size, bar_thickness(data, STACKED) * style.size
    parts = list(segments(data, spec))
    ticks = nice_ticks(*extent(data, spec), 5)
    axis = axis_labels(ticks, data.unit, locale)
    printed = on_scale(value_labels([part.value for part in parts], data.unit, locale), axis)
    top = head(axis.unit, names_of(data), style)
    half = widest([axis(ticks[0]), axis(ticks[-1])], style) / 2
    rows = row_frame(data, spec, top.end + (0.5 if top.end else 0.0) * size, thickness, 2 * half, style)
    scale = LinearScale(ticks[0], ticks[-1], rows.start + half, style.width - half)
    rules, labels = upright_rules(ticks, scale, rows.top, rows.bottom, axis, style)
    shapes: list[Shape] = [*top.shapes, *rules]
    labels += [*top.labels, *rows.labels]
    for part in parts:
        middle = rows.middles[part.category]
        ends = segment_ends(part, scale, style)
        shapes.append(
            Bar(ends[0], middle - thickness / 2, ends[1] - ends[0], thickness, colour_of(part.series))
        )
        labels += level_segment_label(printed(part.value), ends, middle, part.series, style)
    shapes += rows.zero_rules(scale(Decimal(0)), style)
    return ChartDrawing(style.width, rows.bottom + 1.6 * size, tuple(shapes), tuple(labels))


def _room(texts: Sequence[str], style: ChartStyle) -> float:
    """Return the room of values at the ends of bars."""
    return widest(texts, style) + 0.6 * style.size if texts else 0.0


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
