"""Finds the headings of an article: `+++ Montag, 17. Januar: Titel +++`, or plain lines that begin with a day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.importers.manuscript import nodes
from bookbuilder.locales.article_vocabulary import Vocabulary
from bookbuilder.phrases import Phrase

TWO_DAYS = Rule(
    "article.days",
    "this heading names two days",
    "A section of a review belongs to one day, for a chapter has one date. Give each day a heading of its own, or name"
    " only the day on which it began.",
)
UNCLEAR = Rule(
    "article.date",
    "this can be {first} or {second}",
    "In English 3/4 is a day in April to some and in March to others. Write the month as a word.",
)


@dataclass(frozen=True, slots=True)
class ArticleSection:
    """A section: the line of its heading (from 0), its title, and what stands below it.

    `day` is None if the heading names no day ("Outlook"), `written` is the day as typed; the start of an article has no
    heading, and so neither a title nor a day. `rest` is text on the line of the heading. `level` is the number of hashes, 0
    for other headings.
    """

    line: int = 0
    title: str = ""
    day: HeadingDay | None = None
    written: str = ""
    rest: str = ""
    level: int = 0
    blocks: tuple[nodes.Block, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadingDay:
    """A day as a heading names it; `weekday` counts from Monday = 0."""

    day: int
    month: int
    year: int | None = None
    weekday: int | None = None


TITLE = 80
"""The longest title after a plain day, in characters; longer text belongs to the section."""

_TITLE = re.compile(r"\s*[:|]\s*|\s+[-–—]\s+")


def headings(lines: Sequence[str], words: Vocabulary, path: str, report: Report) -> list[ArticleSection]:
    """Return the headings of an article, as sections without blocks. Reports `article.days` and `article.date`, and leaves
    out such a line.

    If marked lines (`+++`, `==`, `**`, `#`) name days, plain lines that begin with a day are text.
    """
    marked = []
    for number, line in enumerate(lines):
        level, text = _marked(line.strip())
        found = _heading(number, text, words, Span(path, number + 1, 1), report) if text else ()
        marked += [replace(heading, level=level) for heading in found]
    if any(found.day for found in marked):
        return marked
    plain = list(_plain(lines, words, path, report))
    return sorted([*marked, *plain], key=lambda found: found.line)


def _marked(line: str) -> tuple[int, str]:
    """Return the level (of hashes) and the text of a marked heading; no text if the line is none.

    This is no regular expression, since one would take quadratic time on long lines of marks.
    """
    sign = line[:1]
    if sign == "#":
        text = line.lstrip("#")
        level = len(line) - len(text)
        bare = text.rstrip("#")
        if bare[-1:].isspace():
            text = bare
        return (level, text.strip()) if level <= 6 and text[:1].isspace() else (0, "")
    if sign and sign in "+=*" and line.startswith(sign * 2) and line.endswith(sign * 2):
        return 0, line.strip(sign).strip()
    return 0, ""


def _heading(
    number: int, text: str, words: Vocabulary, span: Span, report: Report
) -> Iterator[ArticleSection]:
    pattern = _patterns(words)
    if pattern.two.match(text):
        report(TWO_DAYS, span, hint="give each day a heading of its own")
        return
    match = pattern.day.match(text)
    if match is None:
        yield ArticleSection(number, text)
        return
    title = text[match.end() :]
    between = _TITLE.match(title)
    if title and between is None:
        yield ArticleSection(number, text)
        return
    day = _day(match, words, span, report)
    if day is not None:
        yield ArticleSection(number, title[between.end() :] if between else "", day, match[0])


def _plain(lines: Sequence[str], words: Vocabulary, path: str, report: Report) -> Iterator[ArticleSection]:
    """Yield the plain lines that begin with a day, followed by a title, by text, or by nothing."""
    pattern = _patterns(words)
    for number, line in enumerate(lines):
        text = line.strip()
        alone = number == 0 or not lines[number - 1].strip()
        match = pattern.day.match(text)
        if match is None or not (alone or match["weekday"] or match["weekday_behind"]):
            continue
        span = Span(path, number + 1, len(line) - len(line.lstrip()) + 1)
        if pattern.two.match(text):
            report(TWO_DAYS, span, hint="give each day a heading of its own")
            continue
        title = text[match.end() :]
        between = _TITLE.match(title)
        if title and (between is None or not alone):
            continue
        day = _day(match, words, span, report)
        if day is None:
            continue
        rest = title[between.end() :] if between else ""
        if len(rest) > TITLE:
            yield ArticleSection(number, "", day, match[0], rest)
        else:
            yield ArticleSection(number, rest, day, match[0])


def _day(match: re.Match[str], words: Vocabulary, span: Span, report: Report) -> HeadingDay | None:
    """Return the day that a heading names, or None after reporting an ambiguous one."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}

    def first(*names: str) -> str:
        return next((groups[name] for name in names if name in groups), "")

    weekday = words.weekdays.get(first("weekday", "weekday_behind").casefold())
    year = first("year", "year_first", "year_digits", "year_iso")
    if "month" in groups or "month_first" in groups:
        month = words.months[first("month", "month_first").casefold()]
        day = int(first("day", "day_first"))
    elif "month_iso" in groups:
        day, month = int(groups["day_iso"]), int(groups["month_iso"])
    else:
        day, month = int(groups["one"]), int(groups["other"])
        if not words.numeric:
            if day <= 12 and month <= 12 and day != month:
                first_way, other_way = (
                    Phrase("day {day} of month {month}", day=a, month=b)
                    for a, b in ((day, month), (month, day))
                )
                report(UNCLEAR, span, first=first_way, second=other_way, hint="write the month as a word")
                return None
            if month > 12:
                day, month = month, day
    return HeadingDay(day, month, int(year) if year else None, weekday)


@dataclass(frozen=True, slots=True)
class _Patterns:
    day: re.Pattern[str]
    two: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(words: Vocabulary) -> _Patterns:
    """Return the patterns of one day, and of two days, at the start of a text."""
    weekday, month = f"(?:{_any(words.weekdays)})", f"(?:{_any(words.months)})"
    ordinal = r"(?:\.|st|nd|rd|th|er|ᵉʳ)?"
    link = rf"(?:{re.escape(words.link)}\s+)?" if words.link else ""
    before = rf"(?:(?:{_any(words.before)})\s+)?"
    forms = [
        rf"(?P<day>\d{{1,2}}){ordinal}\s*{link}(?P<month>{month})(?!\w)\.?(?:,?\s+(?P<year>\d{{4}})(?!\d))?",
        r"(?P<year_iso>\d{4})-(?P<month_iso>\d{2})-(?P<day_iso>\d{2})(?!\d)",
    ]
    if words.month_first:
        forms.append(
            rf"(?P<month_first>{month})(?!\w)\.?\s+(?P<day_first>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?"
            r"(?:,?\s+(?P<year_first>\d{4})(?!\d))?"
        )
    if words.numeric == "d.m.y":
        forms.append(r"(?P<one>\d{1,2})\.\s?(?P<other>\d{1,2})\.(?:\s?(?P<year_digits>\d{4}))?(?!\d)")
    else:
        forms.append(r"(?P<one>\d{1,2})/(?P<other>\d{1,2})(?:/(?P<year_digits>\d{4}))?(?!\d)")
    behind = rf"(?:\s*[,(]\s*(?P<weekday_behind>{weekday})(?!\w)\)?)?"
    day = rf"(?:(?P<weekday>{weekday})(?!\w)\.?,?\s+)?{before}(?:{'|'.join(forms)}){behind}"
    unnamed = re.sub(r"\(\?P<\w+>", "(?:", day)
    joint = rf"\s*(?:/|[-–—]|,?\s(?:{_any(words.joints)})\s)\s*"
    two = rf"(?:{unnamed},?|(?:{weekday}\.?,?\s+)?{before}\d{{1,2}}{ordinal},?){joint}{unnamed}"
    return _Patterns(re.compile(day, re.IGNORECASE), re.compile(two, re.IGNORECASE))


def _any(words: Collection[str]) -> str:
    """Return a pattern that matches any of these words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
