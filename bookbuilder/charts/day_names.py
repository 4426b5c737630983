"""The names of days below standing bars: each day if all have room, else days, weeks, months or years as an axis of time."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence

from bookbuilder.charts.category_names import NamedLines, names_below, some_names
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.scales import BandScale
from bookbuilder.charts.time_ticks import time_ticks
from bookbuilder.locales import Locale, dates


def day_names(days: Sequence[dt.date], bands: BandScale, style: ChartStyle, locale: Locale) -> NamedLines:
    """Return the lines of the name below each band; none for most of them if there are many."""
    form = "axis-date" if len({day.year for day in days}) == 1 else "short"
    shown = [dates.date(day, locale, form) for day in days]
    names = names_below(shown, bands.band, style)
    if names is not None:
        return names
    if list(days) != sorted(days):
        return some_names(shown, bands, style)

    def place(day: dt.date) -> float:
        return bands.middle(min(bisect_left(days, day), len(days) - 1))

    ticks = time_ticks(days[0], days[-1], place, style, locale)
    found = {bisect_left(days, tick.day): (tick.text, tick.below) for tick in ticks}
    if not found:
        return some_names(shown, bands, style)
    return tuple(tuple(filter(None, found.get(index, ()))) for index in range(len(days)))
