"""Imports files from translators: returns the changed chapters and states, and reports units that cannot be accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bookbuilder import locales
from bookbuilder.diagnostics import Findings, Rule, Span, diagnostic, nearest
from bookbuilder.locales.value_lexicon import lexicon
from bookbuilder.project import Project
from bookbuilder.translate.chapter_paths import ChapterPaths, chapters, translated_locales
from bookbuilder.translate.exchange.changed_files import ChangedFiles
from bookbuilder.translate.exchange.exchange_formats import read_returned
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter, exchange_chapter
from bookbuilder.translate.exchange.exported_units import ExportedChapter
from bookbuilder.translate.exchange.fact_printer import fact_printer
from bookbuilder.translate.exchange.language_tags import LANGUAGE, locale_of
from bookbuilder.translate.exchange.partial_write_back import write_back_most
from bookbuilder.translate.exchange.rejected_files import rejected_files
from bookbuilder.translate.exchange.rejected_units import RejectedUnit, export_rejected
from bookbuilder.translate.exchange.returned_units import ReturnedChapter
from bookbuilder.translate.exchange.review_units import NumberWords, review_units
from bookbuilder.translate.exchange.write_back import write_back
from bookbuilder.translate.exchange.write_back_metadata import write_back_metadata
from bookbuilder.translate.load_chapter import ChapterReader
from bookbuilder.world import Workspace

CHAPTER = Rule(
    "exchange.chapter",
    "{source!r} is no chapter that this book translates",
    "Each part of an exchanged file names the chapter of the source that it is of. It must be one of this book, under the"
    " name that it had when it was exported, and stand in one file only.",
)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import changes: new file contents by path, and accepted units by locale. `rejected` are those files that hold
    rejected units, with their number."""

    files: Mapping[str, bytes]
    units: Mapping[str, int]
    rejected: Mapping[str, int]


def import_files(
    world: Workspace,
    project: Project,
    files: Mapping[str, bytes],
    findings: Findings,
    *,
    numbers: bool = True,
) -> ImportResult:
    """Return what translators' files (name → bytes) change in the chapters and their states.

    Every problem is reported to `findings` (`exchange.*`) at its line. Units without problems are accepted; the others are
    kept in files in the folder `translate`, in the format they came in, for the translator. Nothing of a broken file is
    accepted. `numbers`: the numbers of a translation must be those of its source.
    """
    books: dict[str, list[tuple[str, ReturnedChapter]]] = {}
    tags = {project.locales[name].tag: name for name in translated_locales(project)}
    for path, data in files.items():
        for returned in read_returned(path, data, findings):
            name = locale_of(returned.language, tags)
            if name is None:
                hint = nearest(returned.language, tags) or f"its translations are {', '.join(tags)}"
                findings(LANGUAGE, Span(path, returned.line), hint=hint, tag=returned.language)
            else:
                books.setdefault(name, []).append((path, returned))
    work = _Import(world, project, findings, numbers, ChangedFiles(world))
    for name, parts in sorted(books.items()):
        work.locale(name, parts)
    result = dict(rejected_files(world, project, files, work.refused))
    return ImportResult(
        work.writing.result() | {path: data for path, (data, _) in result.items()},
        work.units,
        {path: count for path, (_, count) in result.items()},
    )


@dataclass(slots=True)
class _Import:
    """The state of an import, locale by locale."""

    world: Workspace
    project: Project
    findings: Findings
    numbers: bool
    writing: ChangedFiles
    units: dict[str, int] = field(default_factory=dict)
    refused: dict[tuple[str, str], list[ExportedChapter]] = field(default_factory=dict)

    def locale(self, name: str, parts: Sequence[tuple[str, ReturnedChapter]]) -> None:
        """Import the chapters of one locale."""
        sources: dict[str, ChapterPaths] = {
            paths.source: paths for paths in chapters(self.world, self.project, name) if paths.source
        }
        print_fact = fact_printer(self.world, self.project, name)
        words: NumberWords | None = None
        if self.numbers:
            source = locales.load(self.project.locales[self.project.source].tag, self.world)
            words = lexicon(source, self.world), lexicon(print_fact.locale, self.world)
        count, seen = 0, set()
        for path, returned in parts:
            if returned.source not in sources or returned.source in seen:
                twice = returned.source in seen
                hint = (
                    "it stands twice: import one after the other"
                    if twice
                    else nearest(returned.source, sources)
                )
                self.findings(CHAPTER, Span(path, returned.line), hint=hint, source=returned.source)
                continue
            seen.add(returned.source)
            unread = Findings()
            one = exchange_chapter(ChapterReader(self.world, unread), sources[returned.source], print_fact)
            if unread.failed:
                self.findings.extend(unread.sorted())
                continue
            count += self.chapter(one, returned, path, words)
        self.units[name] = count

    def chapter(
        self, chapter: ExchangeChapter, returned: ReturnedChapter, path: str, words: NumberWords | None
    ) -> int:
        """Import one chapter; return the number of accepted units."""
        review = review_units(chapter, returned.units, path, words, self.findings)
        place = partial(write_back_metadata if chapter.loaded.is_metadata else write_back, chapter)
        new, unplaced = write_back_most(review.accepted, place) if review.accepted else (None, ())
        refused = list(review.rejected)
        for left in unplaced:
            why = diagnostic(
                left.rule,
                left.taken.span,
                hint=left.hint,
                id=left.taken.exchanged.id,
                path=chapter.paths.target,
            )
            self.findings.extend([why])
            if left.taken.returned is not None:
                refused.append(RejectedUnit(left.taken.returned, (why.message,), left.taken.exchanged))
        if refused:
            refused.sort(key=lambda unit: unit.returned.line)
            rejected_chapters = self.refused.setdefault((path, chapter.paths.locale), [])
            rejected_chapters.append(
                replace(export_rejected(returned.source, refused), literal=chapter.loaded.is_metadata)
            )
        if new is None:
            return 0
        self.writing.put(chapter, new)
        return len(review.accepted) - len(unplaced)
