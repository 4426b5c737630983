"""Turns the parts of an article into the chapters of a manuscript: one for each day, and those before and after them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.article.headings import ArticleSection
from bookbuilder.importers.article.propose_facts import FactProposer
from bookbuilder.importers.article.split_article import Article
from bookbuilder.importers.manuscript import nodes
from bookbuilder.locales import Locale
from bookbuilder.locales.article_vocabulary import Vocabulary
from bookbuilder.locales.calendar import weekday


@dataclass(frozen=True, slots=True)
class ArticleChapters:
    """Makes chapters of the parts of an article with these lines; `path` is its name."""

    path: str
    lines: Sequence[str]
    locale: Locale
    words: Vocabulary
    report: Report

    def sections(
        self, article: Article, days: Mapping[dt.date, Sequence[ArticleSection]]
    ) -> tuple[nodes.Section, ...]:
        """Return the chapters. `days` are the parts of each date, in the order of the article. Reports `amount.*`."""
        latest_first = sorted(days, reverse=True)
        return (
            *self._frame("introduction", "analysis", article.title, article.introduction, latest_first),
            *(self._day(date, parts) for date, parts in days.items()),
            *self._frame("closing", "outlook", "", article.closing, latest_first),
        )

    def _frame(
        self, name: str, kind: str, title: str, parts: Sequence[ArticleSection], days: Sequence[dt.date]
    ) -> list[nodes.Section]:
        """Return the chapter before or after the days, if there is any."""
        if not parts:
            return []
        head, *others = parts
        title = title or head.title
        if head.title and title != head.title:  # the article has a title of its own
            others, head = list(parts), ArticleSection()
        content = (nodes.Text(title or self.words.names[f"{name}_title"]),)
        blocks = self._blocks([ArticleSection(blocks=head.blocks), *others], days)
        blocks = blocks or (nodes.Paragraph(content),)
        return [nodes.Section(content, blocks, kind=kind, name=self.words.names[name])]

    def _day(self, date: dt.date, parts: Sequence[ArticleSection]) -> nodes.Section:
        """Return the chapter of a day. Several sections of one day stay together, each under its title."""
        head, *others = parts
        named = [part for part in parts if part.day is not None]
        title, events = head.written, [part.title for part in named if part.title]
        if len(named) == 1:
            title, events = head.title or head.written, []
            parts = [ArticleSection(blocks=head.blocks), *others]
        return nodes.Section(
            (nodes.Text(title),),
            self._blocks(parts, [date]),
            kind="day",
            name=str(self.locale.cldr.days["format"]["wide"][weekday(date)]),
            date=date.isoformat(),
            events=tuple((nodes.Text(event),) for event in events),
        )

    def _blocks(self, parts: Sequence[ArticleSection], days: Sequence[dt.date]) -> tuple[nodes.Block, ...]:
        """Return the blocks of parts; one with a heading but no day is a section of the day above it."""
        proposer = FactProposer(self.lines, self.words, days, self.report)
        out: list[nodes.Block] = []
        below = False
        for part in parts:
            if words := part.title or part.written:
                below = below or part.day is not None
                level = 3 if below and part.day is None else 2
                out.append(nodes.Heading(level, (nodes.Text(words),), Span(self.path, part.line + 1, 1)))
            out += map(proposer.block, part.blocks)
        return tuple(out)
