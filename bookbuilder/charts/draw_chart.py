"""Draws a chart: the kind that its author asks for, in a size, in the language of an edition."""

from __future__ import annotations

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_kind import ChartRefusal, chart_kinds
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import ChartDrawing, mirrored, without_collisions
from bookbuilder.charts.patterns import with_patterns
from bookbuilder.locales import Locale


def draw_chart(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return the drawing of data, mirrored for a language from right to left. Labels that collide with others of more weight
    are left out."""
    drawing = chart_kinds()[spec.kind].draw(data, spec, style, locale)
    labels = tuple(without_collisions(drawing.labels, gap=0.2 * style.size))
    shapes = tuple(with_patterns(drawing.shapes, style.size))
    drawing = ChartDrawing(drawing.width, drawing.height, shapes, labels)
    return mirrored(drawing) if style.rtl else drawing


def chart_refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why the kind of a chart cannot show its data; None if it can."""
    return chart_kinds()[spec.kind].refusal(data, spec)
