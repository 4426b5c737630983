"""A timeline: days, years and periods along a line, and at each what happened."""

from __future__ import annotations

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import ChartDrawing
from bookbuilder.charts.row_frame import fitted
from bookbuilder.charts.time_events import time_events
from bookbuilder.charts.timeline_across import drawn_across
from bookbuilder.charts.timeline_down import drawn_down
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase

MOST = 30
"""Days that a timeline has room for."""


def draw(data: ChartData, _spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return the events in proportion to time: few of them along the width of a page, else from above."""
    events = time_events(data, locale)
    across = drawn_across(events, data, style, locale)
    return across or fitted(lambda smaller: drawn_down(events, smaller), style)


def refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why data make no timeline: it has days, and words for each."""
    if not data.days:
        return ChartRefusal(
            "a timeline has a day, a year or a period in each row",
            "write it as 2022-01-17, 1654 or 1972–2022",
        )
    if len(data.days) > MOST:
        return ChartRefusal(
            Phrase("it has {count} days, and more than {most} have no room", count=len(data.days), most=MOST),
            "part it",
        )
    if spec.stack or spec.notes:
        return ChartRefusal("a timeline has neither a stack nor remarks", "leave them out")
    return None


KIND = ChartKind("timeline", "days, years and periods along a line, and at each what happened", draw, refusal)
