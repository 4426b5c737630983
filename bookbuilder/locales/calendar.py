"""Turns a date into its weekday in the calendar that was in use: the Julian up to 4 October 1582, then the Gregorian."""

from __future__ import annotations

import datetime as dt

GREGORIAN = dt.date(1582, 10, 15)
"""The first day of the Gregorian calendar (Inter gravissimas); the day before it was 4 October."""
LAST_JULIAN_YEAR = 1926
"""The year after which no state kept the Julian calendar; Russia left it in 1918, Greece in 1923, Turkey with this year."""


def weekday(day: dt.date) -> int:
    """Return the weekday of a date, from Monday = 0; one before 15 October 1582 is Julian, as historians write it.

    >>> weekday(dt.date(1517, 10, 31)), weekday(dt.date(2022, 1, 17))
    (5, 0)
    """
    return julian(day) if day < GREGORIAN else day.weekday()


def julian(day: dt.date) -> int:
    """Return the weekday of a date that is written in the Julian calendar.

    >>> julian(dt.date(1917, 10, 25))  # the October Revolution, 7 November in the Gregorian one
    2
    """
    before = (14 - day.month) // 12
    year, month = day.year + 4800 - before, day.month + 12 * before - 3
    number = day.day + (153 * month + 2) // 5 + 365 * year + year // 4 - 32083  # the Julian day number
    return number % 7


class Dated(dt.date):
    """A date that gives its weekday in the calendar that was in use."""

    def weekday(self) -> int:
        """Return the weekday, from Monday = 0."""
        return weekday(dt.date(self.year, self.month, self.day))
