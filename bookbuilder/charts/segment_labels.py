"""The ends of the parts of stacked bars, and the values inside them, where they fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookbuilder.charts.chart_head import colour_of
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import MIDDLE, ChartLabel
from bookbuilder.charts.patterns import framed
from bookbuilder.charts.scales import LinearScale
from bookbuilder.charts.stacking import Segment

ON = "on-"
"""Begins the colour of text on the colour of a series."""
_FRAME = 0.4
"""The room that the line inside a part takes at both sides, in the size of the type."""
_GAP = 0.07
"""Between two parts, in the size of the type: they are told apart on every ground, and in every grey."""


def segment_ends(part: Segment, scale: LinearScale, style: ChartStyle) -> list[float]:
    """Return where a part of a stacked bar begins and ends, in their order, with a gap to the part that it stands on."""
    start, end = scale(part.start), scale(part.end)
    gap = _GAP * style.size
    if part.start and abs(end - start) > 3 * gap:
        start += gap if end > start else -gap
    return sorted((start, end))


def level_segment_label(
    text: str, ends: Sequence[float], middle: float, series: int, style: ChartStyle
) -> Iterator[ChartLabel]:
    """Yield the value of a part of a lying bar, if the part is wide enough."""
    width = style.text(text)
    if width + 0.4 * style.size + _frame(series, style) <= ends[1] - ends[0]:
        x, y = (ends[0] + ends[1]) / 2, middle + 0.32 * style.size
        yield ChartLabel(text, x, y, style.size, width, MIDDLE, f"{ON}{colour_of(series)}")


def upright_segment_label(
    text: str, ends: Sequence[float], middle: float, room: float, series: int, style: ChartStyle
) -> Iterator[ChartLabel]:
    """Yield the value of a part of a standing bar, if the part is high and wide enough."""
    width = style.text(text)
    frame = _frame(series, style)
    if width + 0.2 * style.size + frame <= room and ends[1] - ends[0] >= 1.25 * style.size + frame:
        y = (ends[0] + ends[1]) / 2 + 0.32 * style.size
        yield ChartLabel(text, middle, y, style.size, width, MIDDLE, f"{ON}{colour_of(series)}")


def _frame(series: int, style: ChartStyle) -> float:
    return _FRAME * style.size if framed(colour_of(series)) else 0.0
