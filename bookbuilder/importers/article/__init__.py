"""Imports a week in review, written day by day: an introduction, a chapter for each day, a closing part."""

from __future__ import annotations

import datetime as dt
import re

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Span, diagnostic
from bookbuilder.importers.article.book_files import BookWriter
from bookbuilder.importers.article.headings import ArticleHeading, headings
from bookbuilder.importers.article.infer_dates import infer_dates
from bookbuilder.importers.article.split_article import ArticleSection, split_article
from bookbuilder.importers.clean_text import printable_lines
from bookbuilder.importers.importer import NOT_MINE, Files, Importer, ImportRequest, Recognition
from bookbuilder.importers.source import FILE
from bookbuilder.locales.article_vocabulary import Vocabulary, readable, vocabulary
from bookbuilder.locales.locale import UNKNOWN
from bookbuilder.world import Reader, decode

NO_DAY = Rule(
    "article.undated",
    "no line of this article names a day",
    "A review has a heading for each day: `+++ Montag, 17. Januar: Title +++`, or a line that begins with the day. German,"
    " English and French days are read.",
)
NO_WORDS = Rule(
    "article.language",
    "articles in {tag} cannot be read yet",
    "The words by which a language is read stand in the folder of its locale, in reading.toml.",
)
EMPTY = Rule(
    "article.empty",
    "there is no text below this day",
    "A day needs a text. Write it, or take the heading out.",
)


def run(request: ImportRequest, world: Reader, findings: Findings) -> Files | None:
    """Return the files of the book that an article makes, or None after an error. Reports `article.*` and `amount.*`."""
    try:
        text = printable_lines(decode(request.source.whole, request.source.name))
        lines = text.split("\n")
        tags = [request.locale] if request.locale else list(readable(world))
        result = [_read_in_language(lines, tag, request, world) for tag in tags]
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    # An article's language is the one in which most of its headings name days.
    best = max(result, key=lambda read: (sum(h.day is not None for h in read.headings), read.trouble.failed))
    findings.extend(best.trouble.sorted())
    if findings.failed:
        return None
    days = [h for h in best.headings if h.day is not None]
    if not days:
        findings(
            NO_DAY,
            Span(request.source.name),
            hint="a heading looks like this: +++ Montag, 17. Januar: Title +++",
        )
        return None
    named = [(Span(request.source.name, h.line + 1, 1), h.day) for h in days if h.day is not None]
    dates = infer_dates(named, request.around, findings)
    article = split_article(lines, best.headings, best.words)
    for part, below in zip(article.days, [*article.days[1:], None]):
        alone = below is None or below.day is not None
        if part.empty and alone and part.heading is not None and part.day is not None:
            findings(EMPTY, Span(request.source.name, part.heading.line + 1, 1))
    if dates is None or findings.failed:
        return None
    by_date: dict[dt.date, list[ArticleSection]] = {}
    coming = iter(dates)
    date = dates[0]
    for part in article.days:
        if part.day is not None:
            date = next(coming)
        by_date.setdefault(date, []).append(part)
    name = request.locale or best.locale.language
    return BookWriter(request.source.name, request.id, name, best.locale, best.words, findings).files(
        article, by_date
    )


class _Reading:
    """An article, as parsed with the vocabulary of one language."""

    def __init__(
        self, locale: locales.Locale, words: Vocabulary, headings: list[ArticleHeading], trouble: Findings
    ) -> None:
        self.locale, self.words, self.headings, self.trouble = locale, words, headings, trouble


def _read_in_language(lines: list[str], tag: str, request: ImportRequest, world: Reader) -> _Reading:
    """Return an article's headings in a language; raises `BookbuilderError` (`locale.unknown`, `article.language`)."""
    try:
        locale = locales.load(tag, world)
    except BookbuilderError as error:
        hint = error.diagnostics[0].hint
        raise BookbuilderError(diagnostic(UNKNOWN, Span(request.source.name), tag=tag, hint=hint)) from None
    words = vocabulary(locale, world)
    if words is None:
        hint = f"languages that can be read: {', '.join(readable(world))}"
        raise BookbuilderError(diagnostic(NO_WORDS, Span(request.source.name), tag=tag, hint=hint))
    trouble = Findings()
    return _Reading(locale, words, headings(lines, words, request.source.name, trouble), trouble)


def recognize(request: ImportRequest, world: Reader) -> Recognition:
    """Return how sure it is that a text goes through a week day by day: some headings with marks name days."""
    if request.source.kind != FILE or b"\0" in request.source.whole[:4096]:
        return NOT_MINE
    if request.around is not None:
        return Recognition(0.95, "--around says when it was written")
    lines = printable_lines(request.source.whole.decode("utf-8", "replace")).split("\n")
    marked = [line for line in lines if _MARKED.match(line)][:_LOOKED_AT]
    if not marked:
        return NOT_MINE
    tags = [request.locale] if request.locale else list(readable(world))
    for tag in tags:
        try:
            found = _read_in_language(marked, tag, request, world).headings
        except BookbuilderError:
            continue
        if sum(heading.day is not None for heading in found) >= max(2, len(marked) // 2):
            return Recognition(0.9, "its headings name days")
    return NOT_MINE


_MARKED = re.compile(r"[+=]{2,}\s|\s{0,3}#{1,6}\s")
_LOOKED_AT = 50
"""Headings that are read to find out whether a text goes through a week."""

IMPORTER = Importer("article", "A week in review, with a heading for each day.", recognize, run)
