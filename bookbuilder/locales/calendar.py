"""Parses ISO dates, and computes weekdays in the calendar of the time: Julian up to 4 October 1582."""

from __future__ import annotations

import datetime as dt
import re

from bookbuilder.phrases import Phrase

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
    """Return the weekday of a Julian date, from Monday = 0.

    >>> julian(dt.date(1917, 10, 25))  # the October Revolution, 7 November in the Gregorian one
    2
    """
    before = (14 - day.month) // 12
    year, month = day.year + 4800 - before, day.month + 12 * before - 3
    number = day.day + (153 * month + 2) // 5 + 365 * year + year // 4 - 32083  # the Julian day number
    return number % 7


class HistoricDate(dt.date):
    """A date whose weekday is that of the calendar in use at the time."""

    def weekday(self) -> int:
        """Return the weekday, from Monday = 0."""
        return weekday(dt.date(self.year, self.month, self.day))


def parse_iso_date(text: str) -> dt.date | None:
    """Return the date of a text like 2022-01-17 (ISO 8601 with hyphens); None for any other form.

    >>> parse_iso_date("2022-01-17"), parse_iso_date("20220117"), parse_iso_date("2022-W03-1"), parse_iso_date("2022-02-30")
    (datetime.date(2022, 1, 17), None, None, None)
    """
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    return _made(*match.groups()) if match else None


def date_hint(text: str) -> str:
    """Return a hint what to write instead of an invalid date.

    >>> date_hint("20220117"), date_hint("17.1.2022"), date_hint("soon")
    ('write 2022-01-17', 'write 2022-01-17', 'write it like 2022-01-17')
    """
    forms = (r"([0-9]{4})([0-9]{2})([0-9]{2})", r"([0-9]{4})\D([0-9]{1,2})\D([0-9]{1,2})(?:[T ].*)?")
    turned = re.sub(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", r"\3-\2-\1", text.strip())
    date_match = next((match for form in forms if (match := re.fullmatch(form, turned))), None)
    day = _made(*date_match.groups()) if date_match else None
    return Phrase("write {day}", day=day) if day else "write it like 2022-01-17"


def _made(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
