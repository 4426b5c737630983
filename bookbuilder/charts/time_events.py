"""The events of a timeline in their order: when each was, as a locale writes that, and what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.charts.chart_data import ChartData
from bookbuilder.locales import Locale, dates


@dataclass(frozen=True, slots=True)
class TimeEvent:
    """An event: its first and its last day, its time as it is printed, and its words."""

    first: dt.date
    last: dt.date
    time: str
    text: str


def time_events(data: ChartData, locale: Locale, *, form: str = "") -> tuple[TimeEvent, ...]:
    """Return the events of a timeline in the order of time. Without a form the year is left out where all have the same."""
    ends = data.ends or data.days
    one_year = len({day.year for day in (*data.days, *ends)}) == 1
    rows = sorted(zip(data.days, ends, data.labels, strict=True), key=lambda row: row[:2])
    form = form or ("axis-date" if one_year else "short")
    return tuple(
        TimeEvent(first, last, printed_time(first, last, locale, form), text) for first, last, text in rows
    )


def printed_time(first: dt.date, last: dt.date, locale: Locale, form: str) -> str:
    """Return a day in a form, a period in that which is next to it, and whole years as years."""
    if first == last:
        return dates.date(first, locale, form)
    if dates.whole_years(first, last):
        return dates.interval(first, last, locale, "year")
    return dates.interval(first, last, locale, form)


def period_tracks(periods: Sequence[tuple[float, float]]) -> list[int]:
    """Return the track of each of some periods in the order of time, so that those that overlap lie beside one another. What
    ends where it starts is a moment, and in the first track.

    >>> period_tracks([(0, 4), (2, 2), (3, 8), (5, 6)])
    [0, 0, 1, 0]
    """
    ends: list[float] = []
    tracks = []
    for start, end in periods:
        track = next((number for number, before in enumerate(ends) if before < start), len(ends))
        if end > start:
            ends[track : track + 1] = [end]
        tracks.append(track if end > start else 0)
    return tracks
