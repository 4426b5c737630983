"""Splits an article at its headings: title, introduction, days, closing part, credits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bookbuilder.importers.article.headings import ArticleHeading, HeadingDay
from bookbuilder.locales.article_vocabulary import Vocabulary

Lines = tuple[tuple[int, str], ...]
"""Lines of the article with their numbers, from 0."""


@dataclass(frozen=True, slots=True)
class ArticleSection:
    """A heading (None at the start of the article) and the lines below it."""

    heading: ArticleHeading | None
    lines: Lines

    @property
    def title(self) -> str:
        """The title of the heading, or nothing."""
        return self.heading.title if self.heading else ""

    @property
    def day(self) -> HeadingDay | None:
        """The day that the heading names."""
        return self.heading.day if self.heading else None

    @property
    def level(self) -> int:
        """The level of a heading with hashes."""
        return self.heading.level if self.heading else 0

    @property
    def empty(self) -> bool:
        """Whether there is no text below the heading."""
        return not any(line.strip() for _, line in self.lines)


@dataclass(frozen=True, slots=True)
class Article:
    """The parts of an article. In `days` a part without a day is a section of the day above it."""

    title: str
    introduction: tuple[ArticleSection, ...]
    days: tuple[ArticleSection, ...]
    closing: tuple[ArticleSection, ...]
    credits: Lines


BREAK = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})")
"""A thematic break: `***`, `---`, `* * *`."""
TITLE = 120
"""The longest first line that counts as a title, in characters."""


def split_article(lines: Sequence[str], headings: Sequence[ArticleHeading], words: Vocabulary) -> Article:
    """Return the parts of an article; its headings name at least one day.

    The closing part begins after the last day, at a heading without a day (of the same level, if it has hashes) or at a
    thematic break. The last paragraph is a credit if it begins like one.
    """
    starts = [heading.line for heading in headings]
    cut = [ArticleSection(None, _numbered(lines, 0, starts[0]))]
    for heading, end in zip(headings, [*starts[1:], len(lines)]):
        below = _numbered(lines, heading.line + 1, end)
        rest = ((heading.line, heading.rest),) if heading.rest else ()
        cut.append(_settled(ArticleSection(heading, (*rest, *below))))
    named = [index for index, part in enumerate(cut) if part.day is not None]
    first, last = named[0], named[-1]
    level = cut[last].level
    while last + 1 < len(cut) and (cut[last + 1].level > level or cut[last].empty):
        last += 1  # a section of the last day
    day, after = _parted(cut[last])
    introduction, days, closing = cut[:first], [*cut[first:last], day], [*after, *cut[last + 1 :]]
    closing, thanks = _credited(closing, words)
    if not closing:
        days, thanks = _credited(days, words)
    title, introduction = _titled(introduction)
    introduction = [part for part in introduction if part.heading or not part.empty]
    return Article(title, tuple(introduction), tuple(days), tuple(closing), thanks)


def _numbered(lines: Sequence[str], start: int, end: int) -> Lines:
    return tuple((number, lines[number]) for number in range(start, end))


def _settled(part: ArticleSection) -> ArticleSection:
    """Return a part with its title as text, if it has no other text: `17. Januar: Alles bleibt ruhig.`"""
    heading = part.heading
    if heading is None or heading.day is None or not heading.title or not part.empty:
        return part
    return ArticleSection(replace(heading, title=""), ((heading.line, heading.title),))


def _parted(part: ArticleSection) -> tuple[ArticleSection, list[ArticleSection]]:
    """Return the last day up to a thematic break, and the part after it, if there is any."""
    for index, (_, line) in enumerate(part.lines):
        if BREAK.fullmatch(line):
            behind = ArticleSection(None, part.lines[index + 1 :])
            return (
                (part, []) if behind.empty else (ArticleSection(part.heading, part.lines[:index]), [behind])
            )
    return part, []


def _credited(sections: list[ArticleSection], words: Vocabulary) -> tuple[list[ArticleSection], Lines]:
    """Return the parts without a final paragraph of credits, and that paragraph."""
    if not sections:
        return sections, ()
    last = sections[-1]
    lines = list(last.lines)
    while lines and not lines[-1][1].strip():
        lines.pop()
    start = len(lines)
    while start and lines[start - 1][1].strip():
        start -= 1
    if start == len(lines) or not lines[start][1].strip().casefold().startswith(
        tuple(word.casefold() for word in words.credits)
    ):
        return sections, ()
    above = lines[:start]
    while above and (not above[-1][1].strip() or BREAK.fullmatch(above[-1][1])):
        above.pop()
    rest = replace(last, lines=tuple(above))
    if rest.empty and rest.heading is None:
        return sections[:-1], tuple(lines[start:])
    if rest.empty:  # the heading has nothing but the credit
        return sections, ()
    return [*sections[:-1], rest], tuple(lines[start:])


def _titled(introduction: list[ArticleSection]) -> tuple[str, list[ArticleSection]]:
    """Return the title of the article and the introduction without it.

    It is a heading with nothing before it, or a first paragraph of one line that does not end like a sentence.
    """
    first, *others = introduction
    lines = [line for line in first.lines if line[1].strip()]
    if not lines:
        if others and others[0].heading:
            return others[0].title, [ArticleSection(None, others[0].lines), *others[1:]]
        return "", others
    number, text = lines[0]
    alone = len(lines) == 1 or lines[1][0] > number + 1
    if alone and len(text.strip()) <= TITLE and not text.rstrip().endswith((".", ":", ",", ";")):
        below = tuple(line for line in first.lines if line[0] > number)
        return text.strip(), [ArticleSection(None, below), *others]
    return "", introduction
