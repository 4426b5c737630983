"""Dots in rows: what categories have, in a few series that are compared."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import Key, colour_of, head
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import RULE, START, ChartDrawing, ChartLabel, Dot, Shape, Stroke
from bookbuilder.charts.kinds.bar import names_of
from bookbuilder.charts.line_frame import levels
from bookbuilder.charts.number_labels import axis_labels, on_scale, value_labels
from bookbuilder.charts.refusals import bars_refusal
from bookbuilder.charts.row_frame import fitted, row_frame, widest
from bookbuilder.charts.scales import LinearScale
from bookbuilder.charts.value_axis import upright_rules
from bookbuilder.locales import Locale

RADIUS = 0.42


def draw(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return dots over an axis; those of a single series have their values beside them."""
    return fitted(partial(_drawn, data, spec, locale), style)


def _drawn(data: ChartData, spec: ChartSpec, locale: Locale, style: ChartStyle) -> ChartDrawing:
    size = style.size
    numbers = list(data.numbers())
    ticks = levels(min(numbers), max(numbers), zero=False)
    axis = axis_labels(ticks, data.unit, locale)
    printed = on_scale(value_labels(numbers, data.unit, locale), axis)
    single = len(data.series) == 1
    beside = widest([printed(number) for number in numbers], style) + 0.9 * size if single else 0.0
    half = max(widest([axis(ticks[0]), axis(ticks[-1])], style) / 2, RADIUS * size)
    top = head(axis.unit, names_of(data), style, Key.DOT)
    rows = row_frame(data, spec, top.end + (0.5 if top.end else 0.0) * size, size, beside + 2 * half, style)
    scale = LinearScale(ticks[0], ticks[-1], rows.start + half, style.width - max(half, beside))
    rules, labels = upright_rules(ticks, scale, rows.top, rows.bottom, axis, style)
    shapes: list[Shape] = [*top.shapes, *rules]
    labels += [*top.labels, *rows.labels]
    for index, middle in enumerate(rows.middles):
        found = [(place, one.values[index]) for place, one in enumerate(data.series)]
        values: list[tuple[int, Decimal]] = [(place, value) for place, value in found if value is not None]
        if len(values) > 1:
            ends = [scale(value) for _, value in values]
            shapes.append(Stroke(((min(ends), middle), (max(ends), middle)), RULE, 0.22 * size))
        for place, value in values:
            shapes.append(Dot(scale(value), middle, RADIUS * size, colour_of(place)))
            if single:
                text = printed(value)
                x = scale(value) + (RADIUS + 0.35) * size
                labels.append(ChartLabel(text, x, middle + 0.32 * size, size, style.text(text), START))
    return ChartDrawing(style.width, rows.bottom + 1.6 * size, tuple(shapes), tuple(labels))


def refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why dots cannot show data: for the reasons of bars, or since they are not stacked."""
    if spec.stack:
        return ChartRefusal("dots are not put onto one another", "take kind=bar")
    return bars_refusal(data, spec)


KIND = ChartKind("dot", "dots in rows, which compare a few series", draw, refusal)
