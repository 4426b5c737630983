"""Formats dates and intervals by locale; date and locale are always arguments, never today's or the machine's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from babel.dates import format_date, match_skeleton

from bookbuilder.locales import numbers
from bookbuilder.locales.calendar import GREGORIAN, HistoricDate
from bookbuilder.locales.locale import Locale
from bookbuilder.locales.numbers import NBSP

_FIELD = re.compile(r"([A-Za-z])\1*")
_CANONICAL = {"L": "M", "c": "E", "e": "E"}
SKELETONS = {
    "date": "yMMMMd",
    "day": "MMMMEEEEd",
    "full": "yMMMMEEEEd",
    "short": "yMd",
    "week": "yw",
    "year": "y",
}
AXIS_SKELETONS = {"axis-day": "d", "axis-date": "MMMd", "axis-month": "MMM", "axis-year": "y"}
"""The forms of days along an axis, which leave out what the one before says."""
INTERVALS = {
    "date": "yMMMMd", "day": "MMMMd", "full": "yMMMMEEEEd", "short": "yMMMd", "year": "y", "axis-date": "MMMd",
}  # fmt: skip


def date(day: dt.date, locale: Locale, form: str = "date") -> str:
    """Return a date: `17. Januar 2022`; form `day` `Montag, 17. Januar`; `full` both; `short` `17.1.2022`;
    `week` `Woche 3 des Jahres 2022`, by the rules of the region (CLDR part 4, week data); `year` `2022`.
    """
    own_pattern = _settings(locale).get(form)
    if own_pattern:
        return _printed(day, str(own_pattern), locale)
    skeleton = SKELETONS.get(form) or AXIS_SKELETONS[form]
    nearest_skeleton = match_skeleton(skeleton, locale.cldr.datetime_skeletons)
    pattern = str(locale.cldr.datetime_skeletons[nearest_skeleton].pattern) if nearest_skeleton else "y-MM-dd"
    return _printed(day, _widened(pattern, skeleton) if form != "short" else pattern, locale)


def interval(first: dt.date, last: dt.date, locale: Locale, form: str = "date") -> str:
    """Return a range of days: `17.–21. Januar 2022`; form `day` leaves the year out where it is one, `full` names the
    days of the week, `short` shortens the months. `week` is the week if both days are of one, else the range; `year` is
    one year, or the first and the last.
    """
    if form == "week":
        if date(first, locale, "week") == date(last, locale, "week"):
            return date(first, locale, "week")
        form = "date"
    if form == "day" and first.year != last.year:
        form = "date"
    if first == last or (form == "year" and first.year == last.year):
        return date(first, locale, form)
    skeleton = INTERVALS[form]
    field = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    own_parts = _settings(locale).get("interval", {}).get(form, {}).get(field)
    parts = own_parts or _parts(locale, skeleton, field)
    if not parts:
        return numbers.between(date(first, locale, form), date(last, locale, form), locale)
    patterns = [_widened(part, skeleton) for part in parts]
    words = any("MMM" in pattern for pattern in patterns)
    text = "".join(_printed(d, p, locale, words=words) for d, p in zip((first, last), patterns))
    dash = _settings(locale).get("interval_dash")
    return re.sub(r"\s*–\s*", dash, text) if dash else text


def whole_years(first: dt.date, last: dt.date) -> bool:
    """Whether a range of days begins with a year and ends with one."""
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _parts(locale: Locale, skeleton: str, field: str) -> tuple[str, ...]:
    """Return the two halves of CLDR's pattern for a range, by its largest differing field."""
    formats = locale.cldr.interval_formats
    formats_by_skeleton = {key: value for key, value in formats.items() if key}
    nearest_skeleton = match_skeleton(skeleton, formats_by_skeleton)
    if not nearest_skeleton:
        return ()
    parts = (
        formats_by_skeleton[nearest_skeleton].get(field)
        or formats_by_skeleton[nearest_skeleton].get("d")
        or ()
    )
    return tuple(str(part) for part in parts)


def _printed(day: dt.date, pattern: str, locale: Locale, *, words: bool | None = None) -> str:
    """Return a date formatted by a pattern, with no-break spaces between day and month.

    `words` says whether the month is a word, where the pattern is half of one: only then is the first `1er` in French.
    """
    pattern = _joined(pattern)
    first = _settings(locale).get("first")
    if first and day.day == 1 and ("MMM" in pattern if words is None else words):
        pattern = "".join(
            p if p.startswith("'") else re.sub(r"d+", f"'{first}'", p) for p in _quoted(pattern)
        )
    if day < GREGORIAN:
        day = HistoricDate(day.year, day.month, day.day)
    return locale.shown(numbers.native(str(format_date(day, pattern, locale=locale.cldr)), locale))


def _joined(pattern: str) -> str:
    """Return a pattern with no-break spaces around the day: `d. MMMM`, `MMMM d`, `d 'de' MMMM`, `d. M. y`."""
    if "M" in pattern and not re.search("M{3}|E|w", pattern):
        return re.sub("[ \u2009](?!–)(?<!–.)", NBSP, pattern)
    pattern = re.sub("(?<![A-Za-z])(d{1,2}\\.?)[ \u2009](?=[^\\s–y])", rf"\1{NBSP}", pattern)
    pattern = re.sub(rf"(?<=d)({NBSP}'[^' ]+)(?:' | ')(?=M)", rf"\1{NBSP}'", pattern)
    return re.sub(r"(M{3,}) (?=d)", rf"\1{NBSP}", pattern)


def _widened(pattern: str, skeleton: str) -> str:
    """Return the pattern with its fields as wide as the skeleton asks (UTS 35 part 4, "adjust field widths").

    Babel finds the nearest skeleton but leaves this step out, and prints `Mo., 17. Jan.` for `MMMMEEEEd`. A day of two
    figures where one is asked for (Italian) is narrowed: books print 3 and not 03.
    """
    wanted = {_CANONICAL.get(m[1], m[1]): len(m[0]) for m in _FIELD.finditer(skeleton)}

    def widen(match: re.Match[str]) -> str:
        field = _CANONICAL.get(match[1], match[1])
        if field == "d":
            return match[1] * wanted.get("d", len(match[0]))
        if len(match[0]) < 3 and field != "E":
            return match[0]
        return match[1] * wanted.get(field, len(match[0]))

    return "".join(p if p.startswith("'") else _FIELD.sub(widen, p) for p in _quoted(pattern))


def _quoted(pattern: str) -> list[str]:
    return re.split(r"('[^']*')", pattern)


def _settings(locale: Locale) -> Mapping[str, Any]:
    result: Mapping[str, Any] = locale.settings.get("dates", {})
    return result
