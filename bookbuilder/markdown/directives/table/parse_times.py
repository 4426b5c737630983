"""Reads what a cell says of time: a day, a year, or a period from one to another."""

from __future__ import annotations

import datetime as dt
import re

from bookbuilder.facts import Interval
from bookbuilder.locales.calendar import parse_iso_date
from bookbuilder.locales.dates import whole_years

_GERMAN_DAY = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_YEAR = re.compile(r"[0-9]{1,4}")
_TO = re.compile(r"(?<=\d)(?: ?[–—/] ?| - |-(?=[0-9]{4}\Z))(?=\d)")
"""What stands between the first and the last day of a period, or its years: 1972–2022, also 1972-2022."""


def day(text: str) -> dt.date | None:
    """Return the day that is written as 2022-01-17 or 17.1.2022; None for any other text."""
    german = _GERMAN_DAY.fullmatch(text)
    return parse_iso_date(f"{german[3]}-{german[2]:0>2}-{german[1]:0>2}" if german else text)


def time(text: str) -> dt.date | Interval | None:
    """Return the day, or the first and the last day of a year or a period; None for a text that is none, or ends before it
    begins.

    >>> time("1654")
    Interval(first=datetime.date(1654, 1, 1), last=datetime.date(1654, 12, 31))
    >>> time("17.1.2022 – 21.1.2022") == time("2022-01-17/2022-01-21"), time("2022–1972"), time("soon")
    (True, None, None)
    >>> time("1972-2022") == time("1972–2022"), time("2022-01-17")
    (True, datetime.date(2022, 1, 17))
    """
    if (one := day(text)) is not None:
        return one
    parts = [_period(part) for part in _TO.split(text)]
    first, last = parts[0], parts[-1]
    if len(parts) > 2 or first is None or last is None or first.first > last.last:
        return None
    return Interval(first.first, last.last)


def _period(text: str) -> Interval | None:
    """Return a day or a year as its first and its last day."""
    one = day(text)
    if one is None and _YEAR.fullmatch(text) and (year := int(text)):
        return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return Interval(one, one) if one else None


def time_fact(value: dt.date | Interval) -> dict[str, str]:
    """Return the options of the fact that a day or a period is: one of whole years is printed as years."""
    if not isinstance(value, Interval):
        return {"date": str(value)}
    options = {"interval": f"{value.first}/{value.last}"}
    return {**options, "form": "year"} if whole_years(value.first, value.last) else options
