"""Finds the texts of the source that the words of marks on a translation translate."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from bookbuilder.diagnostics import NOWHERE, BookbuilderError, Findings, Span
from bookbuilder.pipeline.context import Context
from bookbuilder.project import Project
from bookbuilder.proof.apply_decisions import marked_book
from bookbuilder.proof.mark import MarkSubject, ProofMark
from bookbuilder.proof.place_now import placed_or_lost
from bookbuilder.translate.chapter_paths import chapters
from bookbuilder.translate.load_chapter import ChapterReader, LoadedChapter
from bookbuilder.world import Workspace, World

_WRITTEN = (MarkSubject.TEXT, MarkSubject.FACT, MarkSubject.NAME)
"""What stands in a chapter: the rest is made."""


def source_texts(marks: Iterable[ProofMark], world: Workspace, project: Project) -> Mapping[str, Span]:
    """Return where the texts begin that the words of marks translate, by the ids of the marks, which stand where their words
    are now. Marks on the source have none, nor have those on words that the program makes or that translate nothing."""
    reader = ChapterReader(world, Findings())  # builds report what cannot be read
    result: dict[str, Span] = {}
    for locale, of_locale in on_translations(marks, project).items():
        try:
            known = {paths.target: paths for paths in chapters(world, project, locale)}
        except BookbuilderError:  # a build reports it
            continue
        by_path: dict[str, list[ProofMark]] = {}
        for mark in of_locale:
            if mark.about in _WRITTEN and mark.start.path in known:
                by_path.setdefault(mark.start.path, []).append(mark)
        for path, of_chapter in by_path.items():
            if known[path].source not in ("", path):
                result |= _sources(of_chapter, reader.load(known[path]))
    return result


def source_texts_now(
    marks: Iterable[ProofMark], context: Context, world: World, project: Project
) -> Mapping[str, Span]:
    """Return the same for marks as they came in: their words are looked for in the translation as it is now, and those that
    are not found translate nothing."""
    placed: list[ProofMark] = []
    for locale, of_locale in on_translations(marks, project).items():
        try:
            book = marked_book(context, world, locale)
        except BookbuilderError:  # a build reports it
            continue
        for mark in of_locale:
            now = placed_or_lost(mark, book)
            if now is not mark or mark.about is MarkSubject.TEXT:
                placed.append(now)
    return source_texts(placed, world, project)


def on_translations(marks: Iterable[ProofMark], project: Project) -> Mapping[str, list[ProofMark]]:
    """Return the marks on translations, by locale, that have a place."""
    result: dict[str, list[ProofMark]] = {}
    for mark in marks:
        if mark.start != NOWHERE and mark.locale != project.source and mark.locale in project.locales:
            result.setdefault(mark.locale, []).append(mark)
    return result


def _sources(marks: Iterable[ProofMark], chapter: LoadedChapter) -> Iterator[tuple[str, Span]]:
    texts: list[tuple[tuple[int, int], Span]] = []
    for unit in chapter.units(quick=True):
        first = next(iter(unit.sources), None)
        source = Span(chapter.paths.source, first.line, first.column) if first else NOWHERE
        # What is embedded is printed elsewhere; around it goes on the text that it stands in.
        texts += [((one.line, one.column), source) for one in unit.targets if not one.embedded]
    texts.sort()
    for mark in marks:
        there = bisect_right(texts, (mark.start.line, mark.start.column), key=lambda text: text[0]) - 1
        if there >= 0 and texts[there][1] != NOWHERE:
            yield mark.id, texts[there][1]
