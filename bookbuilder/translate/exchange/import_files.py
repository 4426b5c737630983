"""Imports files from translators: returns the changed chapters and states, and reports units that cannot be accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from bookbuilder import locales
from bookbuilder.diagnostics import Diagnostic, Findings, Rule, Span, diagnostic, nearest
from bookbuilder.locales.value_lexicon import lexicon
from bookbuilder.markdown.data_files import StoredFile
from bookbuilder.markdown.directives.table.word_list import translated_words
from bookbuilder.phrases import Phrase
from bookbuilder.project import Project
from bookbuilder.toml_tables.positions import key_positions, nearest_position
from bookbuilder.translate.chapter_paths import SETTINGS, is_data, translated_locales
from bookbuilder.translate.exchange.changed_files import ChangedFiles
from bookbuilder.translate.exchange.chapters_by_source import ChaptersBySource
from bookbuilder.translate.exchange.exchange_formats import read_returned
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter
from bookbuilder.translate.exchange.exported_units import ExportedChapter
from bookbuilder.translate.exchange.language_tags import LANGUAGE, locale_of
from bookbuilder.translate.exchange.partial_write_back import write_back_most
from bookbuilder.translate.exchange.rejected_files import rejected_files
from bookbuilder.translate.exchange.rejected_units import RejectedUnit, export_rejected
from bookbuilder.translate.exchange.returned_units import ReturnedChapter
from bookbuilder.translate.exchange.review_units import AcceptedUnit, NumberWords, review_units
from bookbuilder.translate.exchange.settings_units import path_of
from bookbuilder.translate.exchange.write_back import UnplacedUnit, WrittenChapter, write_back
from bookbuilder.translate.exchange.write_back_data import write_back_data
from bookbuilder.translate.exchange.write_back_metadata import write_back_metadata
from bookbuilder.translate.exchange.write_back_settings import write_back_settings
from bookbuilder.translate.metadata_texts import metadata_texts
from bookbuilder.world import Workspace

CHAPTER = Rule(
    "exchange.chapter",
    "{source!r} is no chapter that this book translates",
    "Each part of an exchanged file names the chapter of the source that it is of. It must be one of this book, under the"
    " name that it had when it was exported, and stand in one file only.",
)


BREAKS = Rule(
    "exchange.breaks",
    "with the translation of unit {id} the book has an error: {problem}",
    "Before an import writes anything, the book is read as it would be then. A unit that adds an error is not taken: a name"
    " whose form is unclear, a reference of an index to an entry that is not there, a character that no font has.",
)

UnitKey = tuple[str, str, str, str]
"""A unit of an imported file: the file, the locale, the source of its chapter, its id."""


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit and the text that it has become: a file, its lines, and the column where it begins."""

    key: UnitKey
    path: str
    first: int
    last: int
    column: int


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import changes: new file contents by path, and accepted units by locale. `rejected` are those files that hold
    rejected units, with their number; `placed` says where the accepted ones stand."""

    files: Mapping[str, bytes]
    units: Mapping[str, int]
    rejected: Mapping[str, int]
    placed: tuple[PlacedUnit, ...] = ()


def import_files(
    world: Workspace,
    project: Project,
    files: Mapping[str, bytes],
    findings: Findings,
    *,
    numbers: bool = True,
    barred: Mapping[UnitKey, Diagnostic] = MappingProxyType({}),
) -> ImportResult:
    """Return what translators' files (name → bytes) change in the chapters and their states.

    Every problem is reported to `findings` (`exchange.*`) at its line. Units without problems are accepted; the others are
    kept in files in the folder `translate`, in the format they came in, for the translator. Nothing of a broken file is
    accepted. `numbers`: the numbers of a translation must be those of its source. `barred` are units that are rejected,
    with the error that the book would have.
    """
    books: dict[str, list[tuple[str, ReturnedChapter]]] = {}
    tags = {project.locales[name].tag: name for name in translated_locales(project)}
    for path, data in files.items():
        for returned in read_returned(path, data, findings):
            name = locale_of(returned.language, tags)
            if name is None:
                hint = nearest(returned.language, tags) or Phrase(
                    "its translations are {tags}", tags=", ".join(tags)
                )
                findings(LANGUAGE, Span(path, returned.line), hint=hint, tag=returned.language)
            else:
                books.setdefault(name, []).append((path, returned))
    work = _Import(world, project, findings, numbers, ChangedFiles(world), barred)
    for name, parts in sorted(books.items()):
        work.locale(name, parts)
    result = dict(rejected_files(world, project, files, work.refused))
    changed = work.writing.result()
    return ImportResult(
        changed | {path: data for path, (data, _) in result.items()},
        work.units,
        {path: count for path, (_, count) in result.items()},
        tuple(_placed(work.written, changed)),
    )


@dataclass(slots=True)
class _Import:
    """The state of an import, locale by locale."""

    world: Workspace
    project: Project
    findings: Findings
    numbers: bool
    writing: ChangedFiles
    barred: Mapping[UnitKey, Diagnostic]
    written: list[tuple[str, ExchangeChapter, WrittenChapter]] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)
    refused: dict[tuple[str, str], list[ExportedChapter]] = field(default_factory=dict)

    def locale(self, name: str, parts: Sequence[tuple[str, ReturnedChapter]]) -> None:
        """Import the chapters of one locale."""
        known = ChaptersBySource(self.world, self.project, name)
        words: NumberWords | None = None
        if self.numbers:
            source = locales.load(self.project.locales[self.project.source].tag, self.world)
            words = lexicon(source, self.world), lexicon(known.print_fact.locale, self.world)
        count, seen = 0, set[str]()
        for path, returned in parts:
            twice, unread = returned.source in seen, Findings()
            chapter = None if twice else known.get(returned.source, unread)
            if chapter is None:
                hint = (
                    "it stands twice: import one after the other"
                    if twice
                    else nearest(returned.source, known.paths)
                )
                self.findings(CHAPTER, Span(path, returned.line), hint=hint, source=returned.source)
                continue
            seen.add(returned.source)
            if unread.failed:
                self.findings.extend(unread.sorted())
                continue
            count += self.chapter(chapter, returned, path, words)
        self.units[name] = count

    def chapter(
        self, chapter: ExchangeChapter, returned: ReturnedChapter, path: str, words: NumberWords | None
    ) -> int:
        """Import one chapter; return the number of accepted units."""
        review = review_units(chapter, returned.units, path, words, self.findings)
        refused, accepted = list(review.rejected), list[AcceptedUnit]()
        for taken in review.accepted:
            problem = self.barred.get(_key(path, chapter, taken))
            if problem is None or taken.returned is None:
                accepted.append(taken)
                continue
            what = f"{problem.message} [{problem.code}]"
            reason = diagnostic(BREAKS, taken.span, hint=problem.hint, id=taken.exchanged.id, problem=what)
            self.findings.extend([reason])
            refused.append(RejectedUnit(taken.returned, (reason.message,), taken.exchanged))
        place = partial(_write_back(chapter), chapter)
        new, unplaced = write_back_most(accepted, place) if accepted else (None, ())
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
        self.written.append((path, chapter, new))
        return len(accepted) - len(unplaced)


def _key(path: str, chapter: ExchangeChapter, taken: AcceptedUnit) -> UnitKey:
    return path, chapter.paths.locale, chapter.paths.source, taken.exchanged.id


def _placed(
    written: Sequence[tuple[str, ExchangeChapter, WrittenChapter]], files: Mapping[str, bytes]
) -> Iterator[PlacedUnit]:
    for path, chapter, new in written:
        target = chapter.paths.target
        settings = chapter.paths.source in SETTINGS
        if is_data(chapter.paths.source):
            yield from _placed_words(path, chapter, new, files[target])
            continue
        text = files[target].decode("utf-8-sig").replace("\r\n", "\n") if chapter.loaded.is_metadata else ""
        positions = key_positions(text) if settings else {}
        texts = metadata_texts(text, chapter.paths.locale) if text and not settings else new.blocks
        for taken, blocks in new.targets:
            key = _key(path, chapter, taken)
            if taken.returned is None:
                continue
            if settings:
                line, column = nearest_position(path_of(taken.exchanged), positions)
                yield PlacedUnit(key, target, line, line, column)
            for block in blocks:
                now = texts[new.blocks.index(block)]
                yield PlacedUnit(key, target, now.line, now.line + now.text.count("\n"), now.column)


def _placed_words(
    path: str, chapter: ExchangeChapter, new: WrittenChapter, data: bytes
) -> Iterator[PlacedUnit]:
    """Yield the places of translations in a list of words."""
    target = chapter.paths.target
    words = translated_words(StoredFile("", words=StoredFile(target, data)), Span(target), Findings())
    for taken, _ in new.targets:
        word = words.get(taken.exchanged.unit.block.text)
        if taken.returned is not None and word is not None:
            line = word.span.line
            yield PlacedUnit(_key(path, chapter, taken), target, line, line, word.span.column)


def _write_back(
    chapter: ExchangeChapter,
) -> Callable[[ExchangeChapter, Sequence[AcceptedUnit]], WrittenChapter | tuple[UnplacedUnit, ...]]:
    """Return how the translations of a chapter are written into its file."""
    if chapter.paths.source in SETTINGS:
        return write_back_settings
    if is_data(chapter.paths.source):
        return write_back_data
    return write_back_metadata if chapter.loaded.is_metadata else write_back
