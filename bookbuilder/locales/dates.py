"""Prints dates and intervals by locale; the date and the locale are always given, never today and never the machine's."""

from __future__ import annotations

import datetime as dt
import re

from babel.dates import format_date, match_skeleton

from bookbuilder.locales.locale import Locale

_FIELD = re.compile(r"([A-Za-z])\1*")
_CANONICAL = {"L": "M", "c": "E", "e": "E"}
SKELETONS = {"date": "yMMMMd", "day": "MMMMEEEEd", "full": "yMMMMEEEEd"}


def date(day: dt.date, locale: Locale, form: str = "date") -> str:
    """Return a date: `17. Januar 2022`; form `day` `Montag, 17. Januar`; `full` both; `short` `17.1.2022`."""
    if form == "short":
        return str(format_date(day, "short" if locale.language == "en" else "d.M.y", locale=locale.cldr))
    skeleton = SKELETONS.get(form, SKELETONS["date"])
    found = match_skeleton(skeleton, locale.cldr.datetime_skeletons)
    pattern = _widened(str(locale.cldr.datetime_skeletons[found].pattern), skeleton)
    return _joined(str(format_date(day, pattern, locale=locale.cldr)))


def interval(first: dt.date, last: dt.date, locale: Locale) -> str:
    """Return a range of days: `17.–21. Januar 2022`."""
    if first == last:
        return date(first, locale)
    formats = locale.cldr.interval_formats
    found = formats[match_skeleton(SKELETONS["date"], formats)]
    field = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    parts = found.get(field) or found["d"]
    texts = (
        format_date(d, _widened(p, SKELETONS["date"]), locale=locale.cldr)
        for d, p in zip((first, last), parts)
    )
    text = "".join(str(t) for t in texts)
    dash = locale.settings.get("dates", {}).get("interval_dash")
    return _joined(re.sub(r"\s*–\s*", dash, text) if dash else text)


def _widened(pattern: str, skeleton: str) -> str:
    """Return the pattern with its fields as wide as the skeleton asks (UTS 35 part 4, "adjust field widths").

    Babel finds the nearest skeleton but leaves this step out, and prints `Mo., 17. Jan.` for `MMMMEEEEd`.
    """
    wanted = {_CANONICAL.get(m[1], m[1]): len(m[0]) for m in _FIELD.finditer(skeleton)}

    def widen(match: re.Match[str]) -> str:
        field = _CANONICAL.get(match[1], match[1])
        if len(match[0]) < 3 and field != "E":
            return match[0]
        return match[1] * wanted.get(field, len(match[0]))

    parts = re.split(r"('[^']*')", pattern)
    return "".join(p if p.startswith("'") else _FIELD.sub(widen, p) for p in parts)


def _joined(text: str) -> str:
    """Return a date whose day never parts from its month at the end of a line."""
    text = re.sub(r"(?<=\d\.) (?=\w)", "\u00a0", text)
    return re.sub(r"(?<=[^\W\d_]) (?=\d{1,2}(?!\d))", "\u00a0", text)
