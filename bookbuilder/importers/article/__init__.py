"""Imports a week in review, written day by day: an introduction, a chapter for each day, a closing part."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Span, diagnostic
from bookbuilder.importers.article.article_chapters import ArticleChapters
from bookbuilder.importers.article.headings import ArticleSection, HeadingDay, headings
from bookbuilder.importers.article.infer_dates import infer_dates
from bookbuilder.importers.article.split_article import split_article
from bookbuilder.importers.clean_text import printable_lines
from bookbuilder.importers.importer import NOT_MINE, Files, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.book_files import book_files
from bookbuilder.importers.source import FILE
from bookbuilder.locales import dates
from bookbuilder.locales.article_vocabulary import Vocabulary, readable, vocabulary
from bookbuilder.locales.locale import UNKNOWN
from bookbuilder.phrases import Phrase
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
        lines = printable_lines(decode(request.source.whole, request.source.name)).split("\n")
        tags = [request.locale] if request.locale else list(readable(world))
        readings = [_read_in_language(lines, tag, request, world) for tag in tags]
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    # An article's language is the one in which most of its headings name days.
    best = max(readings, key=lambda reading: (len(reading.days), reading.trouble.failed))
    findings.extend(best.trouble.sorted())
    if findings.failed:
        return None
    manuscript = _manuscript(best, lines, request, findings)
    if manuscript is None:
        return None
    request = replace(request, locale=request.locale or best.locale.language)
    return book_files(manuscript, request, world, findings)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The headings of an article, as found with the vocabulary of one language."""

    locale: locales.Locale
    words: Vocabulary
    headings: list[ArticleSection]
    trouble: Findings

    @property
    def days(self) -> list[tuple[ArticleSection, HeadingDay]]:
        """The headings that name days."""
        return [(heading, heading.day) for heading in self.headings if heading.day is not None]


def _read_in_language(lines: list[str], tag: str, request: ImportRequest, world: Reader) -> _Reading:
    """Return an article's headings in a language; raises `BookbuilderError` (`locale.unknown`, `article.language`)."""
    try:
        locale = locales.load(tag, world)
    except BookbuilderError as error:
        hint = error.diagnostics[0].hint
        raise BookbuilderError(diagnostic(UNKNOWN, Span(request.source.name), tag=tag, hint=hint)) from None
    words = vocabulary(locale, world)
    if words is None:
        hint = Phrase("languages that can be read: {readable}", readable=", ".join(readable(world)))
        raise BookbuilderError(diagnostic(NO_WORDS, Span(request.source.name), tag=tag, hint=hint))
    trouble = Findings()
    return _Reading(locale, words, headings(lines, words, request.source.name, trouble), trouble)


def _manuscript(
    reading: _Reading, lines: list[str], request: ImportRequest, findings: Findings
) -> nodes.Manuscript | None:
    """Return an article as a manuscript, or None after an error."""
    path = request.source.name
    if not reading.days:
        hint = "a heading looks like this: +++ Montag, 17. Januar: Title +++"
        findings(NO_DAY, Span(path), hint=hint)
        return None
    named = [(Span(path, heading.line + 1, 1), day) for heading, day in reading.days]
    found = infer_dates(named, request.around, findings)
    article = split_article(lines, reading.headings, reading.words, path)
    for part, below in zip(article.days, [*article.days[1:], None]):
        if part.day and not part.blocks and (below is None or below.day):
            findings(EMPTY, Span(path, part.line + 1, 1))
    if found is None or findings.failed:
        return None
    by_date: dict[dt.date, list[ArticleSection]] = {}
    coming = iter(found)
    date = found[0]
    for part in article.days:
        if part.day is not None:
            date = next(coming)
        by_date.setdefault(date, []).append(part)
    first, last = min(by_date), max(by_date)
    metadata = nodes.Metadata(
        title=article.title or dates.interval(first, last, reading.locale),
        date=last.isoformat(),
        credits=(article.credits,) if article.credits else (),
    )
    chapters = ArticleChapters(path, lines, reading.locale, reading.words, findings)
    return nodes.Manuscript(metadata, chapters.sections(article, by_date))


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
            found = _read_in_language(marked, tag, request, world).days
        except BookbuilderError:
            continue
        if len(found) >= max(2, len(marked) // 2):
            return Recognition(0.9, "its headings name days")
    return NOT_MINE


_MARKED = re.compile(r"[+=]{2,}\s|\s{0,3}#{1,6}\s")
_LOOKED_AT = 50
"""Headings that are read to find out whether a text goes through a week."""

IMPORTER = Importer("article", "A week in review, with a heading for each day.", recognize, run)
