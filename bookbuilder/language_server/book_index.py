"""The index of a book: for each locale its chapters and anchors, and the facts, names and terms of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import Any, TypeVar

from bookbuilder import toml
from bookbuilder.chapter_index.chapter_index import ChapterIndex, index_chapter
from bookbuilder.chapter_index.extents import Extent
from bookbuilder.chapter_index.marks import Mark, MarkKind
from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.document.chapter_survey import counts_before
from bookbuilder.document.printed_citations import entry_anchor
from bookbuilder.facts import FactValue
from bookbuilder.language_server.book_reading import BookReading
from bookbuilder.locales import Locale
from bookbuilder.names import LocalName, Name, localize_names
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.locale_spec import LocaleSpec
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.abbreviations_file import book_abbreviations
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.shared_facts import FACTS, NAMES, FactsOfBook, read_shared_facts, read_shared_names
from bookbuilder.sources.read_sources import Sources, read_sources
from bookbuilder.sources.source import Source
from bookbuilder.toml_tables.positions import key_mentions
from bookbuilder.translate import GLOSSARY
from bookbuilder.translate.chapter_paths import chapter_files
from bookbuilder.translate.glossary import Glossary, read_quietly
from bookbuilder.world.edited_files import EditedFiles

T = TypeVar("T")

TOML_FILES = ("book.toml", FACTS, NAMES, GLOSSARY, "sources.toml")
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")
"""The endings of files that are pictures."""


@dataclass(frozen=True, slots=True)
class IndexedAnchor:
    """A place that references lead to: where it is, what a reference calls it, and the chapter that holds it."""

    id: str
    span: Span
    name: str
    chapter: str


@dataclass(frozen=True, eq=False)
class LocaleIndex:
    """A locale: its settings, its names, and the anchors of its chapters. `targets` has, by the path of a chapter and
    `Reference.key`, the anchors that references led to when the book was read."""

    edition: ProjectLocale
    locale: Locale
    names: Mapping[str, LocalName]
    anchors: Mapping[str, IndexedAnchor] = field(default_factory=dict)
    targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name in book.toml."""
        return self.edition.name


@dataclass(frozen=True, eq=False)
class TomlKeys:
    """A TOML file of the book: its data and where each part of a key is written; empty if it is none. While somebody writes
    and it cannot be parsed, it is `stale`: data and places are those of its last text that could be."""

    path: str
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    mentions: tuple[tuple[tuple[str | int, ...], Extent], ...] = ()
    stale: bool = False

    def places(self, *path: str) -> tuple[Extent, ...]:
        """Return where a key is written, all its headers included."""
        return tuple(place for key, place in self.mentions if key == path)

    def at(self, line: int, column: int) -> tuple[tuple[str | int, ...], Extent] | None:
        """Return the key that is written at a position, and where."""
        return next((one for one in self.mentions if one[1].holds(line, column)), None)


@dataclass(frozen=True, eq=False)
class BookIndex:
    """A book. `chapters` are all files of chapters by their paths, in the order of book.toml and of each locale;
    `source_texts` the texts of its files of sources, without sources.toml, which is one of `files`; `series_sources` what
    facts of its series say of where they are from."""

    world: EditedFiles
    project: Project
    locales: Mapping[str, LocaleIndex]
    chapters: Mapping[str, ChapterIndex]
    facts: Mapping[str, FactValue]
    names: Mapping[str, Name]
    glossary: Glossary
    files: Mapping[str, TomlKeys]
    pictures: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    source_texts: Mapping[str, str] = field(default_factory=dict)
    series_sources: Mapping[str, str] = field(default_factory=dict)

    def locale_at(self, path: str) -> LocaleIndex | None:
        """Return the locale of a chapter; for any other file the source."""
        chapter = self.chapters.get(path)
        return self.locales.get(chapter.locale if chapter else self.project.source)

    def marks(self, *kinds: MarkKind, locale: str = "") -> Iterator[Mark]:
        """Yield the marks of all chapters, or of those of a locale."""
        for chapter in self.chapters.values():
            if locale in ("", chapter.locale):
                yield from chapter.of(*kinds)

    @cached_property
    def ids(self) -> Mapping[str, Mapping[str, Mark]]:
        """The ids that authors gave, by locale."""
        result: dict[str, dict[str, Mark]] = {name: {} for name in self.project.locales}
        for chapter in self.chapters.values():
            for mark in chapter.of(MarkKind.ID):
                result.setdefault(chapter.locale, {}).setdefault(mark.name, mark)
        return result

    def with_chapter(self, chapter: ChapterIndex) -> BookIndex:
        """Return the index with another text of one chapter."""
        if self.chapters.get(chapter.path) is chapter:
            return self
        return replace(self, chapters={**self.chapters, chapter.path: chapter})

    def chapter(self, locale: str, name: str) -> ChapterIndex | None:
        """Return the chapter of a locale by its id or the name of its file."""
        of_locale = [chapter for chapter in self.chapters.values() if chapter.locale == locale]
        by_id = (chapter for chapter in of_locale if chapter.id == name)
        by_file = (chapter for chapter in of_locale if PurePosixPath(chapter.path).stem == name)
        return next(by_id, None) or next(by_file, None)

    @cached_property
    def _entries(self) -> Mapping[str, Source]:
        """The sources by the anchors of their entries in a list of sources."""
        return {entry_anchor(key): source for key, source in self.sources.items()}

    def anchor(self, path: str, key: str) -> IndexedAnchor | None:
        """Return the anchor that a reference in a chapter leads to; a target that was written since the book was read is
        found by its id."""
        locale = self.locale_at(path)
        if locale is None:
            return None
        target = key.rpartition("#")[2]
        mark = self.ids.get(locale.name, {}).get(target)
        known = locale.anchors.get(target)
        if mark is not None:
            chapter = self.chapters[mark.place.path]
            return IndexedAnchor(target, mark.place.span, known.name if known else "", chapter.id)
        if source := self._entries.get(target):  # its entry is in no file; what it is made from is
            return IndexedAnchor(target, source.span, source.short, known.chapter if known else "")
        if known is not None:
            return known
        if resolved := locale.targets.get(path, {}).get(key):
            return locale.anchors.get(resolved)
        new = self.chapter(locale.name, target)
        return IndexedAnchor(new.id, Span(new.path, 1, 1), new.title, new.id) if new else None


class ChapterCache:
    """Indexes of chapters, kept while their texts are the same."""

    def __init__(self) -> None:
        self._chapters: dict[str, ChapterIndex] = {}
        self._dialect = Flavour.BOOKBUILDER, False

    def index(
        self, text: str, path: str, name: str, flavour: Flavour, *, cites: bool = False
    ) -> ChapterIndex:
        """Return the index of a chapter of a book in this flavour, which perhaps cites sources."""
        if (flavour, cites) != self._dialect:
            self._dialect, self._chapters = (flavour, cites), {}
        known = self._chapters.get(path)
        if known is None or known.text != text or (name and known.id != name):
            known = self._chapters[path] = index_chapter(text, path, name, flavour, cites=cites)
        return known


def index_book(reading: BookReading, cache: ChapterCache) -> BookIndex | None:
    """Return the index of a book that was read; None if it has no project."""
    world, project = reading.world, reading.project
    if project is None:
        return None
    # Of BibLaTeX the keys alone: no program may be started.
    sources = _quiet(partial(read_sources, world, None, Findings()), Sources())
    chapters: dict[str, ChapterIndex] = {}
    for name in project.locales:
        of_locale = reading.locale(name)
        ids = {
            drafted.given.path: drafted.draft.survey.head.id
            for drafted in (of_locale.drafts if of_locale else ())
            if drafted.given and drafted.draft.survey
        }
        paths: list[str] = _quiet(partial(chapter_files, world, name), [])
        for path in paths:
            text = _text(world, path)
            if text is not None:
                chapters[path] = cache.index(
                    text, path, ids.get(path, ""), project.flavour, cites=bool(sources.by_key)
                )
    files = {path: read_toml(_text(world, path) or "", path) for path in TOML_FILES}
    known = _quiet(partial(read_shared_facts, world, Findings(), rated=False), FactsOfBook())
    no_names: dict[str, Name] = {}
    names = _quiet(partial(read_shared_names, world, Findings()), no_names)
    glossaries = {path: _text(world, path) or "" for path in world.versions(GLOSSARY)}
    tags = {name: locale.tag for name, locale in project.locales.items()}
    everything: tuple[str, ...] = _quiet(partial(world.files, "chapters"), ())
    pictures = tuple(path for path in everything if path.lower().endswith(PICTURES))
    return BookIndex(
        world,
        project,
        {
            name: _locale(reading, project, locale, names, reading.locale(name))
            for name, locale in project.locales.items()
        },
        chapters,
        known.facts,
        names,
        read_quietly(glossaries, tags),
        files,
        pictures,
        sources.by_key,
        {path: _text(world, path) or "" for path in sources.files if path not in files},
        {name: source for name, source in known.sources.items() if name not in known.own},
    )


def read_toml(text: str, path: str) -> TomlKeys:
    """Return the keys of a TOML file; none while it cannot be parsed."""
    try:
        data = toml.loads(text)
    except toml.TomlError:
        return TomlKeys(path, text)
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    mentions, row = [], 0
    for key, begin, end in sorted(key_mentions(text), key=lambda mention: mention[1]):
        while starts[row + 1] <= begin:
            row += 1
        mentions.append((key, Extent(path, row + 1, begin - starts[row] + 1, row + 1, end - starts[row] + 1)))
    return TomlKeys(path, text, data, tuple(mentions))


def _locale(
    reading: BookReading,
    project: Project,
    edition: ProjectLocale,
    names: Mapping[str, Name],
    read: LocaleReading | None,
) -> LocaleIndex:
    """Return the index of one locale; without anchors if no edition needs it."""
    spec = LocaleSpec(
        edition.tag, edition.words, edition.home_currency, book_abbreviations(reading.world, project)
    )
    locale = spec.locale(reading.world)
    source = project.locales[project.source].tag
    local_names = localize_names(names, locale, source, inherits=bool(edition.inherits))
    if read is None:
        return LocaleIndex(edition, locale, local_names)
    spans: dict[str, Span] = {}
    surveys = [survey for drafted in read.drafts if (survey := drafted.draft.survey) is not None]
    for survey, before in zip(surveys, counts_before(surveys)):
        spans[survey.head.id] = survey.head.span
        for anchor in survey.anchors:
            number = before.get(anchor.kind, 0) + anchor.number
            spans.setdefault(anchor.id or f"{anchor.kind}-{number}", anchor.span)
    anchors = {
        id_: IndexedAnchor(id_, spans.get(id_, NOWHERE_KNOWN), target.name, target.chapter)
        for id_, target in read.document.targets.items()
    }
    targets = {
        drafted.given.path: {key: target.anchor for key, target in placement.targets.items()}
        for drafted, placement in zip(read.drafts, read.placements)
        if drafted.given
    }
    return LocaleIndex(edition, locale, local_names, anchors, targets)


NOWHERE_KNOWN = Span()
"""The place of an anchor that the program made."""


def _text(world: EditedFiles, path: str) -> str | None:
    """Return a file's text; None if there is none, or it cannot be read, which is reported elsewhere."""
    return _quiet(lambda: world.text(path) if world.exists(path) else None, None)


def _quiet(find: Callable[[], T], otherwise: T) -> T:
    """Return what is found; `otherwise` if files cannot be read."""
    try:
        return find()
    except (BookbuilderError, OSError):
        return otherwise
