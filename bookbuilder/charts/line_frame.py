"""The frame of charts along time or along categories in an order: places, names below, rules, and the head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bookbuilder.charts.category_names import lines_high, name_labels, names_below, some_names
from bookbuilder.charts.chart_data import ChartData
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, MIDDLE, RULE, START, ChartLabel, Shape, Stroke
from bookbuilder.charts.nice_steps import nice_ticks
from bookbuilder.charts.scales import BandScale, LinearScale, TimeScale
from bookbuilder.charts.time_ticks import time_ticks
from bookbuilder.locales import Locale

SHARE, LEAST, MOST = 0.46, 11.0, 24.0
"""The height of the room for lines: its share of the width, at least and at most so many sizes of the type."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the categories or days of a chart are along it."""

    each: tuple[float, ...]
    bands: BandScale
    time: TimeScale | None

    @property
    def start(self) -> float:
        """Where the first place is, or its band begins."""
        return self.bands.start


def places_of(data: ChartData, start: float, end: float) -> Places:
    """Return the places of categories between a start and an end: those of days in proportion to time."""
    count = len(data.labels)
    if data.days:
        time = TimeScale(min(data.days), max(data.days), start, end)
        return Places(tuple(map(time, data.days)), BandScale(count, start, end), time)
    if count == 1:
        return Places(((start + end) / 2,), BandScale(1, start, end), None)
    step = (end - start) / (count - 1)
    # Bands around the points: half of the first and of the last one are outside.
    bands = BandScale(count, start - step / 2, end + step / 2)
    return Places(tuple(bands.middle(index) for index in range(count)), bands, None)


def names_of_places(
    data: ChartData, places: Places, top: float, style: ChartStyle, locale: Locale
) -> tuple[list[ChartLabel], list[Shape], float]:
    """Return the names below a chart from a height on, short strokes above them for days, and the height that all take."""
    size = style.size
    if places.time is None:
        lines = names_below(data.labels, places.bands.band, style) or some_names(
            data.labels, places.bands, style
        )
        return name_labels(lines, places.bands, top, style), [], lines_high(lines, style)
    ticks = time_ticks(places.time.first, places.time.last, places.time, style, locale)
    labels: list[ChartLabel] = []
    shapes: list[Shape] = []
    for tick in ticks:
        x = places.time(tick.day)
        shapes.append(Stroke(((x, top), (x, top + 0.35 * size)), RULE, 0.06 * size))
        for number, text in enumerate(filter(None, (tick.text, tick.below))):
            labels.append(_inside(text, x, top + (1.42 + number * style.line) * size, style))
    deep = 2 if any(tick.below for tick in ticks) else 1
    return labels, shapes, (0.75 + style.line * deep) * size


def _inside(text: str, x: float, y: float, style: ChartStyle) -> ChartLabel:
    """Return a label around a place, or from the edge of the drawing if it would reach over that."""
    width = style.text(text)
    if x - width / 2 < 0:
        return ChartLabel(text, 0.0, y, style.size, width, START, rank=2)
    if x + width / 2 > style.width:
        return ChartLabel(text, style.width, y, style.size, width, END, rank=2)
    return ChartLabel(text, x, y, style.size, width, MIDDLE, rank=2)


def levels(low: Decimal, high: Decimal, *, zero: bool) -> tuple[Decimal, ...]:
    """Return the numbers of the axis of values. It begins at zero if it must, or if zero is not far from the values."""
    if zero or (low > 0 and low < (high - low) * 2):
        low = min(low, Decimal(0))
    if zero or (high < 0 and -high < (high - low) * 2):
        high = max(high, Decimal(0))
    return nice_ticks(low, high, 4)


def break_mark(ticks: Sequence[Decimal], scale: LinearScale, x: float, style: ChartStyle) -> list[Stroke]:
    """Return a mark at the foot of an axis that does not begin at zero."""
    if ticks[0] <= 0 <= ticks[-1]:
        return []
    size, y = style.size, scale(ticks[0])
    points = tuple(
        (x + step * 0.22 * size, y + (0.0 if number in (0, 4) else -0.3 if number % 2 else 0.3) * size)
        for number, step in enumerate((0, 1, 2, 3, 4))
    )
    return [Stroke(points, "muted", 0.09 * size)]
