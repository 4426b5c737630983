"""Infers the year of days from their weekdays and an approximate date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.article.headings import HeadingDay
from bookbuilder.locales.calendar import weekday
from bookbuilder.phrases import Phrase

UNCERTAIN = Rule(
    "article.year",
    "the year cannot be told: {years}",
    "The same weekday falls on the same date after five, six or eleven years, so weekdays alone rarely tell a year. Say"
    " when the article was written, `--around 2022-01`, or write the year into one of its headings.",
)
OTHERS = Rule(
    "article.years",
    "the weekdays fit {years} as well; {year} was chosen, for it is the one around {around}",
    "Look at the dates of the chapters before you go on, or write the year into one of the headings of the article.",
    Severity.NOTICE,
)
WEEKDAY = Rule(
    "article.weekday",
    "{date} was a {real}, and the heading says {said}",
    "Either the weekday or the date is a slip. The chapter has the date; correct it where the weekday was right.",
    Severity.WARNING,
)
NO_SUCH_DAY = Rule(
    "article.calendar", "there is no such day in {year}", "The calendar of that year has no such date."
)
BACKWARDS = Rule(
    "article.order",
    "{date} lies before the day above it",
    "The days of a review follow one another. Chapters stand in the order of the article, whatever their dates.",
    Severity.WARNING,
)

YEARS = range(1970, 2071)
NEAR = dt.timedelta(days=183)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Named = tuple[Span, HeadingDay]


def infer_dates(days: Sequence[Named], around: dt.date | None, report: Report) -> tuple[dt.date, ...] | None:
    """Return the dates of days in order, or None if an error was reported (`article.year`, `article.calendar`).

    A written year holds for the days below it; a January below a December is in the next year. Of all possible years for
    the first day, those near `around` that contradict the fewest weekdays count. Wrong weekdays and days out of order are
    reported as well.
    """
    written = {day.year for _, day in days if day.year}
    pool = sorted({year - back for year in written for back in (0, 1)}) if written else list(YEARS)
    near = [year for year in pool if around is None or written or _near(days, year, around)]
    misses = {year: _misses(days, year) for year in pool}
    first = days[0][0]
    weekdays = sum(day.weekday is not None for _, day in days)
    fitting = [year for year in pool if not misses[year][0]]
    if not near:  # 29 February, without a leap year nearby
        report(UNCERTAIN, first, years="there is no such day around that time", hint=_hint(fitting))
        return None
    fewest = min(misses[year] for year in near)
    best = [year for year in near if misses[year] == fewest]
    if written:
        best = best[-1:]
    elif fewest[0] * 2 > weekdays:
        report(
            UNCERTAIN,
            first,
            years=Phrase("no year around {month} fits the weekdays", month=_month(around)),
            hint=_hint(fitting),
        )
        return None
    elif len(best) > 1:
        candidates = (
            Phrase("{years} fit", years=_list(best))
            if weekdays
            else Phrase("no heading names a weekday or a year")
        )
        report(UNCERTAIN, first, years=candidates, hint="say when the article was written: --around 2022-01")
        return None
    year = best[0]
    others = [other for other in fitting if other != year and abs(other - year) <= 11]
    if not written and others and weekdays:
        report(OTHERS, first, years=_list(others), year=year, around=_month(around))
    return _told(days, year, report)


def _told(days: Sequence[Named], year: int, report: Report) -> tuple[dt.date, ...] | None:
    out: list[dt.date] = []
    missing = False
    for (span, day), date in zip(days, _dates(days, year)):
        if date is None:
            report(NO_SUCH_DAY, span, year=day.year or year)
            missing = True
            continue
        if day.weekday is not None and weekday(date) != day.weekday:
            report(WEEKDAY, span, date=date, real=NAMES[weekday(date)], said=NAMES[day.weekday])
        if out and date < out[-1]:
            report(BACKWARDS, span, date=date)
        out.append(date)
    return None if missing else tuple(out)


def _dates(days: Sequence[Named], year: int) -> list[dt.date | None]:
    """Return the dates if the first day is in `year`; None for a day that does not exist."""
    out: list[dt.date | None] = []
    month = days[0][1].month
    for _, day in days:
        year = day.year or (year + 1 if (month, day.month) == (12, 1) else year)
        month = day.month
        try:
            out.append(dt.date(year, day.month, day.day))
        except ValueError:
            out.append(None)
    return out


def _misses(days: Sequence[Named], year: int) -> tuple[int, int]:
    """Return how many days contradict a year (wrong weekday, or no such day), and how many are out of order."""
    found = _dates(days, year)
    wrong = sum(
        date is None or (day.weekday is not None and weekday(date) != day.weekday)
        for (_, day), date in zip(days, found)
    )
    dates = [date for date in found if date is not None]
    return wrong, sum(later < earlier for earlier, later in pairwise(dates))


def _near(days: Sequence[Named], year: int, around: dt.date) -> bool:
    first = next((date for date in _dates(days, year) if date is not None), None)
    return first is not None and abs(first - around) <= NEAR


def _month(around: dt.date | None) -> str:
    return around.isoformat()[:7] if around else "now"


def _hint(fitting: Sequence[int]) -> str:
    return (
        Phrase("the weekdays fit {dates}", dates=_list(fitting))
        if fitting
        else "no year fits all the weekdays"
    )


def _list(years: Sequence[int]) -> str:
    """Return years as a list in words; only the likely ones, if there are any.

    >>> _list([2005, 2011, 2022])
    '2005, 2011 and 2022'
    """
    shown = [str(year) for year in years if 2000 <= year <= 2040] or [str(year) for year in years]
    if len(shown) < 2:
        return "".join(shown)
    return Phrase("{others} and {last}", others=", ".join(shown[:-1]), last=shown[-1])
