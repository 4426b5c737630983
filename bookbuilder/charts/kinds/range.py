"""Ranges in rows: from one number to another one, both of them printed."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import Key, head
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, START, Bar, ChartDrawing, ChartLabel, Dot, Shape
from bookbuilder.charts.number_labels import value_labels
from bookbuilder.charts.refusals import bars_refusal
from bookbuilder.charts.row_frame import fitted, row_frame, widest
from bookbuilder.charts.scales import LinearScale
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase

RADIUS, THICK = 0.42, 0.4


def draw(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return a bar for each row between two dots, with their values outside of them."""
    return fitted(partial(_drawn, data, spec, locale), style)


def _drawn(data: ChartData, spec: ChartSpec, locale: Locale, style: ChartStyle) -> ChartDrawing:
    size = style.size
    printed = value_labels(data.numbers(), data.unit, locale)
    room = widest([printed(number) for number in data.numbers()], style) + (RADIUS + 0.6) * size
    top = head(printed.unit, [one.name for one in data.series if one.name], style, Key.DOT)
    rows = row_frame(data, spec, top.end + (0.5 if top.end else 0.0) * size, size, 2 * room, style)
    low, high = min(data.numbers()), max(data.numbers())
    scale = LinearScale(low, high, rows.start + room, max(style.width - room, rows.start + room + size))
    shapes: list[Shape] = list(top.shapes)
    labels = [*top.labels, *rows.labels]
    for index, middle in enumerate(rows.middles):
        ends = [(one.values[index], str(place)) for place, one in enumerate(data.series, 1)]
        found: list[tuple[Decimal, str]] = sorted(
            (value, colour) for value, colour in ends if value is not None
        )
        if len(found) == 2:
            begin, end = (scale(value) for value, _ in found)
            shapes.append(Bar(begin, middle - THICK / 2 * size, end - begin, THICK * size, "rule"))
        for place, (value, colour) in enumerate(found):
            shapes.append(Dot(scale(value), middle, RADIUS * size, colour))
            text, beside = printed(value), (RADIUS + 0.35) * size
            first = place == 0 and len(found) == 2
            x, anchor = (scale(value) - beside, END) if first else (scale(value) + beside, START)
            labels.append(ChartLabel(text, x, middle + 0.32 * size, size, style.text(text), anchor))
    return ChartDrawing(style.width, rows.bottom + 0.1 * size, tuple(shapes), tuple(labels))


def refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why ranges cannot show data: each has two ends."""
    if len(data.series) != 2:
        return ChartRefusal(
            Phrase("a range has two numbers, and here are {count}", count=len(data.series)),
            "name two columns with y",
        )
    if spec.stack:
        return ChartRefusal("ranges are not put onto one another", "leave stack out")
    return bars_refusal(data, spec)


KIND = ChartKind("range", "ranges in rows, from one number to another one", draw, refusal)
