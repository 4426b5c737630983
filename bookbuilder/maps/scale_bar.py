"""Draws the scale of a map: a bar of a round number of kilometres."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import ASCENT, DESCENT, ChartLabel, Stroke
from bookbuilder.locales import Locale, measurement_units
from bookbuilder.maps.clipping import Box
from bookbuilder.maps.map_window import MapWindow
from bookbuilder.maps.name_boxes import LEFT, NameText
from bookbuilder.maps.projections import EARTH

_SIZE = 0.85
_WIDEST = 0.22
"""Of the width of a map."""


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of a length with its text, and the size of the box around both."""

    length: float
    text: NameText
    width: float
    height: float

    def drawn(self, x: float, y: float, style: ChartStyle) -> tuple[list[Stroke], list[ChartLabel]]:
        """Return the bar with its corner above left at a place."""
        size = self.text.size
        foot = y + self.height - 0.15 * size
        tick, thick = 0.35 * size, 0.09 * style.size
        corners = ((x, foot - tick), (x, foot), (x + self.length, foot), (x + self.length, foot - tick))
        box = (x, y, x + self.text.width, y + (ASCENT + DESCENT) * size)
        return [Stroke(corners, "ink", thick)], list(self.text.labels(box, LEFT, style, "ink"))


def scale_bar(window: MapWindow, style: ChartStyle, locale: Locale) -> ScaleBar | None:
    """Return the scale of a map; None for one whose scale differs from place to place."""
    if window.world:
        return None
    kilometre = window.scale / EARTH
    rounds = [Decimal(times).scaleb(power) for power in range(-1, 5) for times in (1, 2, 5)]
    length = max(
        (one for one in rounds if float(one) * kilometre <= _WIDEST * window.width), default=rounds[0]
    )
    words = locale.shown(measurement_units.quantity(length.normalize() + 0, "kilometer", locale, "short"))
    small = style.smaller(_SIZE)
    text = NameText((words,), (style.text(words) * small,), style.size * small)
    bar = float(length) * kilometre
    return ScaleBar(bar, text, max(bar, text.width), (ASCENT + DESCENT + 0.55) * text.size)


def corners(width: float, height: float, frame: Box, gap: float) -> list[Box]:
    """Return the places of a box in the corners of a frame: below left, below right, above left, above right."""
    left, right = frame[0] + gap, frame[2] - gap - width
    top, bottom = frame[1] + gap, frame[3] - gap - height
    return [(x, y, x + width, y + height) for y in (bottom, top) for x in (left, right)]
