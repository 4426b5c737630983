"""Finds the blocks of the book that translators' comments are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.diagnostics import NOWHERE, Findings, Span
from bookbuilder.project import Project
from bookbuilder.translate.chapter_paths import translated_locales
from bookbuilder.translate.exchange.chapters_by_source import ChaptersBySource
from bookbuilder.translate.exchange.exchange_formats import read_returned
from bookbuilder.translate.exchange.exchange_units import (
    ExchangeChapter,
    ExchangeUnit,
    translator_notes,
)
from bookbuilder.translate.exchange.inline_codes import segment_words
from bookbuilder.translate.exchange.language_tags import locale_of
from bookbuilder.translate.exchange.returned_units import ReturnedChapter
from bookbuilder.translate.exchange.stale_units import StaleUnitFinder
from bookbuilder.translate.exchange.unit_comment import UnitComment
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class CommentedUnit:
    """A comment, the place of the block that it is about (NOWHERE: it is no longer there) and its locale; `words` are those
    of the unit in the file."""

    comment: UnitComment
    locale: str
    place: Span
    words: str


def commented_units(world: Workspace, project: Project, path: str, data: bytes) -> Iterator[CommentedUnit]:
    """Yield the comments in a file that came back from a translator, each with its block as it is now: that of the
    translation, or of the source if the comment is about it or there is no translation. A broken file has none; the import
    reports it."""
    tags = {project.locales[name].tag: name for name in translated_locales(project)}
    known: dict[str, ChaptersBySource] = {}
    for returned in read_returned(path, data, Findings()):
        locale = locale_of(returned.language, tags)
        if locale is None or not any(unit.comments for unit in returned.units):
            continue
        if locale not in known:
            known[locale] = ChaptersBySource(world, project, locale)
        chapter = known[locale].get(returned.source, Findings())
        yield from _comments_of_chapter(project, locale, returned, chapter)


def _comments_of_chapter(
    project: Project, locale: str, returned: ReturnedChapter, chapter: ExchangeChapter | None
) -> Iterator[CommentedUnit]:
    known = {unit.id: unit for unit in chapter.units} if chapter else {}
    finder = StaleUnitFinder(chapter.units if chapter else ())
    for unit in returned.units:
        if not unit.comments:
            continue
        one = known.get(unit.id) or finder.find(unit)
        # Some tools write our notes as theirs.
        own = frozenset(translator_notes(one).split("\n")) if one else frozenset()
        for comment in unit.comments:
            if own.issuperset(comment.text.split("\n")):
                continue
            words = segment_words(unit.source if comment.of_source else unit.target or unit.source)
            if one is None or chapter is None:
                yield CommentedUnit(comment, locale, NOWHERE, words)
                continue
            translated = not comment.of_source and not chapter.new and bool(one.unit.targets)
            place = _place(chapter, one, translated=translated)
            yield CommentedUnit(comment, locale if translated else project.source, place, words)


def _place(chapter: ExchangeChapter, one: ExchangeUnit, *, translated: bool) -> Span:
    block = (one.unit.targets if translated else one.unit.sources or one.unit.targets)[0]
    path = chapter.paths.target if translated else chapter.paths.source
    return Span(path.partition("#")[0], block.line, block.column)
