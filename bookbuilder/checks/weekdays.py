"""Checks that a weekday in the text is that of the date beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.text_lines import TextLine, text_lines
from bookbuilder.facts.dates_in_text import DateInText
from bookbuilder.facts.values_in_text import values_in_text
from bookbuilder.locales.calendar import GREGORIAN, LAST_JULIAN_YEAR, julian, weekday
from bookbuilder.locales.value_lexicon import Lexicon, lexicon

WRONG = Rule(
    "weekday.wrong",
    "{said}: {date} is a {real}",
    "The weekday and the date do not go together; one of them is a slip. A date without a year is looked at in a chapter"
    " with a date, if it is less than a month away and no other year is named beside it. A date before 15 October 1582 is"
    " Julian; up to 1926, and where a text speaks of the old style, it may be Julian or Gregorian.",
    Severity.WARNING,
)
TITLE = Rule(
    "weekday.title",
    "the title says {said}, and the date of this chapter, {date}, is a {real}",
    "A day chapter stands in the chronology under its date. If its title names a weekday, it is that of the date.",
    Severity.WARNING,
)

_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"(?<![\d.,])[12]\d{3}(?![\d.,]\d|\d)")
_OLD_STYLE = re.compile(
    r"julian|юлиан|юліан|ユリウス|儒略|الجوليان|اليولي|יוליאני|juliań|juliusz|jülyen|julien|giulian|old style|vieux style|"
    r"ancien style|stile antico|estilo antiguo|estilo antigo|gamla stilen|oude stijl|starého kal|starego styl|rumi takvim|"
    r"(?:alten?|alter) (?:stils?|kalender)|стар\w+ стил|(?<!\w)(?:a\. ?st\.|o\. ?s\.|v\. ?s\.|s\. ?v\.|ст\. ?ст\.)",
    re.IGNORECASE,
)
"""How languages refer to the Julian calendar (old style)."""
MONTH = dt.timedelta(days=31)
"""Dates without a year are only checked this close to the chapter's date."""
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def each(subject: ChapterInput, report: Report) -> None:
    """Report weekdays that contradict the date beside them, and titles that contradict the chapter's date."""
    if not subject.lines:
        return
    words, chapter = lexicon(subject.locale, subject.world), subject.written
    near = chapter.date
    for line in text_lines(chapter, subject.locale.language):
        _line(line, near, words, subject.lines, report)
        if line.kind in ("title", "short") and chapter.date is not None and chapter.kind == "day":
            _title(line, chapter, chapter.date, words, subject.lines, report)


def _line(
    line: TextLine, near: dt.date | None, words: Lexicon, source: Sequence[str], report: Report
) -> None:
    if not (_FIGURE.search(line.text) and words.weekdays.perhaps_in(line.text)):
        return  # a quick exit for nearly all lines
    place = line.places(source)
    for day in values_in_text(line.text, words):
        if not isinstance(day, DateInText) or day.weekday is None or line.within(day.start, day.end):
            continue
        date = _date(day, near, line.text)
        if date is not None and day.weekday not in _weekdays(date, line.text):
            report(
                WRONG,
                place(day.start),
                said=line.text[day.start : day.end].strip(" ."),
                date=date,
                real=NAMES[weekday(date)],
            )


def _date(day: DateInText, near: dt.date | None, text: str) -> dt.date | None:
    """Return the date in a text; one without a year only if no other year can be meant."""
    if day.year is not None:
        return day.date(None)
    date = day.date(near)
    if near is None or date is None or abs(date - near) > MONTH:
        return None
    years = {int(year) for year in _YEAR.findall(text)}
    return date if years <= {near.year, date.year} else None


def _weekdays(date: dt.date, text: str) -> set[int]:
    """Return the weekdays that a date may have: in the Julian calendar, the Gregorian one, or both."""
    either = date >= GREGORIAN and (date.year <= LAST_JULIAN_YEAR or _OLD_STYLE.search(text))
    return {weekday(date), julian(date)} if either else {weekday(date)}


def _title(
    line: TextLine, chapter: Chapter, date: dt.date, words: Lexicon, source: Sequence[str], report: Report
) -> None:
    """Report the only weekday in a chapter's title if it contradicts the chapter's date."""
    days = [
        day
        for day in values_in_text(line.text, words)
        if isinstance(day, DateInText) and day.weekday is not None
    ]
    if len(days) == 1 and days[0].day is None and days[0].weekday not in _weekdays(date, line.text):
        report(
            TITLE,
            line.places(source)(days[0].start),
            said=line.text[days[0].start : days[0].end],
            date=chapter.date,
            real=NAMES[weekday(date)],
        )


CHECK = Check("weekdays", "A weekday in the text is that of the date beside it.", each=each)
"""Found by `bookbuilder.discovery`."""
