"""A weekday in the text is that of the date beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bookbuilder.checks.check import Check, Each
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.lines import Line, lines
from bookbuilder.document.nodes import Chapter
from bookbuilder.facts.said import said
from bookbuilder.facts.said_days import SaidDay
from bookbuilder.locales.lexicon import Lexicon, lexicon

WRONG = Rule(
    "weekday.wrong",
    "{said}: {date} is a {real}",
    "The weekday and the date do not go together; one of them is a slip. A date without a year is read as that in the half"
    " year around the date of its chapter, or of the book.",
    Severity.WARNING,
)
TITLE = Rule(
    "weekday.title",
    "the title says {said}, and the date of this chapter, {date}, is a {real}",
    "A day chapter stands in the chronology under its date. If its title names a weekday, it is that of the date.",
    Severity.WARNING,
)

_FIGURE = re.compile(r"\d")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def each(one: Each, report: Report) -> None:
    """Report weekdays that contradict the date beside them, and titles of days that contradict the date of the day."""
    if not one.lines:
        return
    words, chapter = lexicon(one.locale, one.world), one.written
    near = chapter.date or one.date
    for line in lines(chapter, one.locale.language):
        _line(line, near, words, one.lines, report)
        if line.kind in ("title", "short") and chapter.date is not None and chapter.kind == "day":
            _title(line, chapter, chapter.date, words, one.lines, report)


def _line(line: Line, near: dt.date | None, words: Lexicon, source: Sequence[str], report: Report) -> None:
    if not (_FIGURE.search(line.text) and words.weekdays.perhaps_in(line.text)):
        return  # nearly all lines
    place = line.places(source)
    for found in said(line.text, words):
        if not isinstance(found, SaidDay) or found.weekday is None or line.within(found.start, found.end):
            continue
        date = found.date(near)
        if date is not None and date.weekday() != found.weekday and not _otherwise(found, near):
            report(
                WRONG,
                place(found.start),
                said=line.text[found.start : found.end].strip(" ."),
                date=date,
                real=NAMES[date.weekday()],
            )


def _otherwise(day: SaidDay, near: dt.date | None) -> bool:
    """Whether a date without a year may be that of another year which is hardly farther away, and has its weekday."""
    if near is None or day.year is not None:
        return False
    others = (near - dt.timedelta(days=60), near + dt.timedelta(days=60))
    dates = [day.date(other) for other in others]
    return any(date is not None and date.weekday() == day.weekday for date in dates)


def _title(
    line: Line, chapter: Chapter, date: dt.date, words: Lexicon, source: Sequence[str], report: Report
) -> None:
    """Report the weekday alone in the title of a day, if it is the only one there and not that of the day."""
    days = [one for one in said(line.text, words) if isinstance(one, SaidDay) and one.weekday is not None]
    if len(days) == 1 and days[0].day is None and days[0].weekday != date.weekday():
        report(
            TITLE,
            line.places(source)(days[0].start),
            said=line.text[days[0].start : days[0].end],
            date=chapter.date,
            real=NAMES[date.weekday()],
        )


CHECK = Check("weekdays", "A weekday in the text is that of the date beside it.", each=each)
"""The check as the program finds it."""
