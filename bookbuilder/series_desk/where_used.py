"""Finds which books of a series print a fact or a name of the series, in which editions and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder import toml
from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.chapter_index.marks import MarkKind
from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic, nearest
from bookbuilder.phrases import Phrase
from bookbuilder.project import Project
from bookbuilder.project.shared_facts import FACTS, NAMES
from bookbuilder.series_desk.series_books import SeriesBook, SeriesOfBooks
from bookbuilder.translate.chapter_paths import chapter_files
from bookbuilder.world import World

UNKNOWN = Rule(
    "series.unshared",
    "the series has neither a fact nor a name {key!r}",
    "facts.toml and names.toml in the folder of a series hold what its books share. A fact or name of one book stands in the"
    " files of that book.",
)


@dataclass(frozen=True, slots=True)
class BookUse:
    """A locale of a book that prints a fact or name of the series: the editions in it, and the places in its chapters,
    with paths from the folder of the series."""

    folder: str
    locale: str
    kind: MarkKind
    editions: tuple[str, ...]
    places: tuple[Span, ...]


def where_used(series: SeriesOfBooks, key: str) -> tuple[BookUse, ...]:
    """Return the books, oldest first, that print a fact or a name of the series. A book that has its own of the same key
    does not.

    Raises `BookbuilderError` (`series.unshared`).
    """
    known = {
        MarkKind.FACT: _keys(series.world, MarkKind.FACT),
        MarkKind.NAME: _keys(series.world, MarkKind.NAME),
    }
    kinds = [kind for kind, keys in known.items() if key in keys]
    if not kinds:
        every = sorted({name for keys in known.values() for name in keys})
        hint = nearest(key, every) or (Phrase("it has {every}", every=", ".join(every[:10])) if every else "")
        raise BookbuilderError(diagnostic(UNKNOWN, Span(FACTS), hint=hint, key=key))
    return tuple(use for book in series.books for kind in kinds for use in _uses(book, kind, key))


def _keys(world: World, kind: MarkKind) -> frozenset[str]:
    """Return the facts, or the names, in the file of a folder; none if there is no file or it is no TOML."""
    path = FACTS if kind is MarkKind.FACT else NAMES
    try:
        data = toml.loads(world.text(path)) if world.exists(path) else {}
    except (BookbuilderError, toml.TomlError):
        return frozenset()
    if kind is MarkKind.FACT:
        return frozenset(data)
    return frozenset(name for table in data.values() if isinstance(table, dict) for name in table)


def _uses(book: SeriesBook, kind: MarkKind, key: str) -> Iterator[BookUse]:
    project = book.project
    if project is None or key in _keys(book.world, kind):
        return
    for name, locale in project.locales.items():
        paths = [
            *chapter_files(book.world, name),
            *(chapter_files(book.world, locale.inherits) if locale.inherits else ()),
        ]
        places = tuple(place for path in paths for place in _places(book, project, path, kind, key))
        if places:
            yield BookUse(book.folder, name, kind, _editions(project, name), places)


def _places(book: SeriesBook, project: Project, path: str, kind: MarkKind, key: str) -> Iterator[Span]:
    try:
        text = book.world.text(path)
    except BookbuilderError:  # reported by a build
        return
    if key not in text:
        return
    for mark in index_chapter(text, path, flavour=project.flavour).of(kind):
        if mark.name == key:
            span = mark.place.span
            yield Span(f"{book.folder}/{span.path}", span.line, span.column)


def _editions(project: Project, locale: str) -> tuple[str, ...]:
    """Return the names of the editions in a locale, bilingual ones included."""
    return tuple(
        name
        for name, edition in project.editions.items()
        if edition.beside is None or locale in [one.name for one in edition.locales]
    )
