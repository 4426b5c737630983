"""Writes the parts of an article as the files of a book: book.toml, and a chapter for each day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.article.propose_facts import FactProposer
from bookbuilder.importers.article.split_article import BREAK, Article, ArticleSection, Lines
from bookbuilder.importers.quoting import comment_line, slug, toml_value, yaml_value
from bookbuilder.locales import Locale, dates
from bookbuilder.locales.article_vocabulary import Vocabulary
from bookbuilder.locales.calendar import weekday
from bookbuilder.markdown.escape_markdown import escape_lines, escape_text

_ITEM = re.compile(r"\s*[-*•]\s+(?=\S)")

Head = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class NewChapter:
    """A chapter to write: the word in its file name, its front matter, its text."""

    name: str
    head: Head
    body: str

    def text(self) -> str:
        """Return the file's text."""
        lines = []
        for key, value in self.head.items():
            if isinstance(value, str):
                lines.append(f"{key}: {yaml_value(value)}")
            else:
                lines += [f"{key}:", *(f"  - {yaml_value(item)}" for item in value)]
        return "---\n" + "\n".join(lines) + f"\n---\n\n{self.body}\n"


@dataclass(frozen=True, slots=True)
class BookWriter:
    """Writes the files of a book. `path` is the article's name, `id` the book's, `name` that of its locale."""

    path: str
    id: str
    name: str
    locale: Locale
    words: Vocabulary
    report: Report

    def files(self, article: Article, days: Mapping[dt.date, Sequence[ArticleSection]]) -> dict[str, bytes]:
        """Return path → file. `days` are the parts of each date, in the order of the article."""
        order = list(days)
        last = max(order)
        around = [last, *sorted(set(order) - {last}, reverse=True)]
        title = article.title or _plain(dates.interval(min(order), last, self.locale))
        chapters = [
            *self._frame("introduction", "analysis", article.title, article.introduction, around),
            *(self._day(date, parts) for date, parts in days.items()),
            *self._frame("closing", "outlook", "", article.closing, around),
        ]
        width = max(len(str(len(chapters))), 2)
        out = {"book.toml": self._settings(title, last, article.credits)}
        for number, chapter in enumerate(chapters, 1):
            out[f"chapters/{self.name}/{number:0{width}}-{chapter.name}.md"] = chapter.text()
        return {path: text.encode() for path, text in out.items()}

    def _frame(
        self, name: str, kind: str, title: str, parts: Sequence[ArticleSection], days: Sequence[dt.date]
    ) -> list[NewChapter]:
        """Return the chapter before or after the days, if there is any."""
        if not parts:
            return []
        head, *others = parts
        title = title or head.title
        if head.title and title != head.title:  # the article has a title of its own
            others, head = list(parts), ArticleSection(None, ())
        title = title or self.words.names[f"{name}_title"]
        body = self._sections([ArticleSection(None, head.lines), *others], days)
        front = {"title": escape_text(title), "kind": kind}
        return [NewChapter(slug(self.words.names[name]), front, body or escape_lines(title))]

    def _day(self, date: dt.date, parts: Sequence[ArticleSection]) -> NewChapter:
        """Return the chapter of a day. Several sections of one day stay together, each under its title."""
        head, *others = parts
        name = slug(str(self.locale.cldr.days["format"]["wide"][weekday(date)]))
        named = [part for part in parts if part.day is not None]
        written = head.heading.written if head.heading else ""
        front: dict[str, str | Sequence[str]] = {
            "title": escape_text(head.title if head.title and len(named) == 1 else written),
            "kind": "day",
            "date": date.isoformat(),
        }
        if len(named) == 1:
            return NewChapter(
                name, front, self._sections([ArticleSection(None, head.lines), *others], [date])
            )
        titles = [escape_text(part.title) for part in named if part.title]
        return NewChapter(name, front | ({"events": titles} if titles else {}), self._sections(parts, [date]))

    def _sections(self, parts: Sequence[ArticleSection], days: Sequence[dt.date]) -> str:
        """Return the Markdown of parts; one with a heading but no day is a section of the day above it."""
        proposer = FactProposer(self.words, days, self.report)
        out, below = [], False
        for part in parts:
            if part.heading is not None:
                below = below or part.day is not None
                marks = "##" if part.day is not None or not below else "###"
                out.append(f"{marks} {escape_text(part.title or part.heading.written)}")
            out += self._paragraphs(part.lines, proposer)
        return "\n\n".join(out)

    def _paragraphs(self, lines: Lines, proposer: FactProposer) -> list[str]:
        out: list[str] = []
        block: list[tuple[int, str]] = []
        for number, line in (*lines, (-1, "")):
            if line.strip() and not BREAK.fullmatch(line):
                block.append((number, line))
                continue
            if block:
                out.append(self._paragraph(tuple(block), proposer))
                block = []
            if line.strip():
                out.append("***")
        while out and out[-1] == "***":
            out.pop()
        return out

    def _paragraph(self, block: Lines, proposer: FactProposer) -> str:
        """Return a paragraph, or a list if all its lines begin like list items."""
        items = [_ITEM.match(line) for _, line in block]
        if len(block) > 1 and all(items):
            blank = [(number, _ITEM.sub(lambda m: " " * len(m[0]), line, count=1)) for number, line in block]
            return "\n".join(f"- {self._paragraph((line,), proposer)}" for line in blank)
        text = "\n".join(line.strip() for _, line in block)

        def place(offset: int) -> Span:
            number, line = block[text.count("\n", 0, offset)]
            indent = len(line) - len(line.lstrip())
            return Span(self.path, number + 1, offset - text.rfind("\n", 0, offset) + indent)

        return proposer.paragraph(text, place)

    def _settings(self, title: str, date: dt.date, thanks: Lines) -> str:
        words = " ".join(line.strip() for _, line in thanks)
        return (
            f"# Made from {comment_line(self.path)}. What else can stand here, the manual says: docs/book-toml.md.\n\n"
            f"[book]\nid = {toml_value(self.id)}\nsource = {toml_value(self.name)}\n"
            f"date = {date.isoformat()}              # day of publication: put yours here\n\n"
            f"[locales.{self.name}]\ntitle = {toml_value(title)}\n\n"
            "# Who answers for the book: publisher, address, email, responsible, isbn …\n[imprint]\n"
            + (f"credits = [{toml_value(words)}]\n" if words else "")
        )


def _plain(text: str) -> str:
    return re.sub("[\u00a0\u2009\u202f]", " ", text)
