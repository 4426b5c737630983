"""Chooses the days that an axis of time names: days, weeks, months or years, as many as have room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.locales import Locale, dates

MOST = 9
_GAP = 0.9
"""Between two names, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A day of an axis, its name, and what stands below that: the year, where it begins."""

    day: dt.date
    text: str
    below: str = ""


def time_ticks(
    first: dt.date, last: dt.date, place: Callable[[dt.date], float], style: ChartStyle, locale: Locale
) -> tuple[TimeTick, ...]:
    """Return the days that an axis names between two days: the finest step whose names do not meet."""
    weekday = int(locale.cldr.first_week_day)
    for step in _STEPS:
        days = list(step.days(first, last, weekday))
        if len(days) > MOST * 3:
            continue
        ticks = tuple(_named(days, step, locale))
        if len(ticks) <= MOST and not _meet(ticks, place, style):
            return ticks
    return ()


def _meet(ticks: tuple[TimeTick, ...], place: Callable[[dt.date], float], style: ChartStyle) -> bool:
    def half(tick: TimeTick) -> float:
        return max(style.text(tick.text), style.text(tick.below)) / 2

    return any(
        place(one.day) + half(one) + _GAP * style.size > place(other.day) - half(other)
        for one, other in pairwise(ticks)
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """So many days, weeks or months (of years, twelve times as many)."""

    unit: str
    count: int

    def days(self, first: dt.date, last: dt.date, weekday: int) -> Iterator[dt.date]:
        """Yield the days between two on which a step begins, a few too many at most. Weeks begin on a weekday, as the region
        has it (CLDR part 4, week data), months on their first."""
        most = MOST * 4
        if self.unit == "month":
            month = first.year * 12 + first.month - 1 + (first.day > 1)
            month += -month % self.count
            end = min(last.year * 12 + last.month, month + most * self.count, 12 * dt.MAXYEAR)
            for number in range(month, end, self.count):
                yield dt.date(number // 12, number % 12 + 1, 1)
            return
        begin = first + dt.timedelta((weekday - first.weekday()) % 7 if self.unit == "week" else 0)
        length = self.count * (7 if self.unit == "week" else 1)
        for number in range(0, min((last - begin).days + 1, most * length), length):
            yield begin + dt.timedelta(number)


_STEPS = (
    *(_Step("day", count) for count in (1, 2)),
    *(_Step("week", count) for count in (1, 2)),
    *(_Step("month", count) for count in (1, 2, 3, 6)),
    *(_Step("month", 12 * years) for years in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)),
)


def _named(days: list[dt.date], step: _Step, locale: Locale) -> Iterator[TimeTick]:
    before: dt.date | None = None
    for day in days:
        year = dates.date(day, locale, "axis-year") if before is None or before.year != day.year else ""
        if step.unit == "month" and step.count % 12 == 0:
            yield TimeTick(day, dates.date(day, locale, "axis-year"))
        elif step.unit == "month":
            yield TimeTick(day, dates.date(day, locale, "axis-month"), year)
        else:
            other_month = before is None or before.month != day.month
            form = "axis-date" if other_month or step.unit == "week" else "axis-day"
            yield TimeTick(day, dates.date(day, locale, form))
        before = day
