"""Finds where a word was named first, and everywhere it is used: ids, facts, names, notes, pictures, sources; in all
locales."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.chapter_index.marks import Mark, MarkKind
from bookbuilder.language_server import source_places
from bookbuilder.language_server.book_index import BookIndex, TomlKeys
from bookbuilder.project.shared_facts import FACTS, NAMES


@dataclass(frozen=True, slots=True)
class NamedSubject:
    """What a position is about: a kind of thing and its name; of a note also the chapter. `place` is the word there."""

    kind: MarkKind
    name: str
    place: Extent
    chapter: str = ""
    mark: Mark | None = None


def subject_at(index: BookIndex, path: str, line: int, column: int) -> NamedSubject | None:
    """Return what a position in a chapter, facts.toml, names.toml or a file of sources is about; of a reference, what it
    leads to."""
    chapter = index.chapters.get(path)
    if chapter is None:
        if source := source_places.named_at(index, path, line, column):
            return NamedSubject(MarkKind.SOURCE, *source)
        return _key_at(index.files.get(path), line, column)
    mark = chapter.mark_at(line, column)
    if mark is None:
        return None
    match mark.kind:
        case MarkKind.REFERENCE:
            if key := source_places.entry_key(index, mark.name.rpartition("#")[2]):
                return NamedSubject(MarkKind.SOURCE, key, mark.place, mark=mark)
            anchor = index.anchor(path, mark.name)
            return NamedSubject(MarkKind.ID, anchor.id if anchor else mark.name, mark.place, mark=mark)
        case MarkKind.NOTE | MarkKind.NOTE_CALL:
            return NamedSubject(MarkKind.NOTE, mark.name, mark.place, chapter.id, mark)
        case kind:
            return NamedSubject(kind, mark.name, mark.place, mark=mark)


def definitions(index: BookIndex, path: str, line: int, column: int) -> tuple[Extent, ...]:
    """Return where the thing at a position is defined: for a reference its target, for a fact or name its table, for a note
    its text, for a picture the file, for an id in a translation the id in the source."""
    subject = subject_at(index, path, line, column)
    if subject is None:
        return ()
    match subject.kind:
        case MarkKind.FACT:
            return index.files[FACTS].places(subject.name)[:1]
        case MarkKind.NAME:
            name = index.names.get(subject.name)
            return index.files[NAMES].places(name.index, name.key)[:1] if name else ()
        case MarkKind.ID:
            return _anchor(index, path, subject)
        case MarkKind.NOTE:
            here = index.chapters[path]
            notes = [mark.place for mark in here.of(MarkKind.NOTE) if mark.name == subject.name]
            calls = [mark.place for mark in here.of(MarkKind.NOTE_CALL) if mark.name == subject.name]
            on_note = subject.mark is not None and subject.mark.kind is MarkKind.NOTE
            return tuple(calls if on_note else notes)
        case MarkKind.IMAGE:
            there = index.world.exists(subject.name)
            return (Extent(subject.name, 1, 1, 1, 1),) if there else ()
        case MarkKind.SOURCE:
            source = index.sources.get(subject.name)
            own = tuple(named_at(index, subject))[:1]
            place = (
                extent(source.span.path, max(source.span.line, 1), max(source.span.column, 1), 0)
                if source
                else None
            )
            return own or ((place,) if place else ())
        case _:
            return ()


def _anchor(index: BookIndex, path: str, subject: NamedSubject) -> tuple[Extent, ...]:
    """Return the place of an id: where the reference in this locale leads; for the id itself, that of the source."""
    locale = index.locale_at(path)
    on_id = subject.mark is not None and subject.mark.kind is MarkKind.ID
    name = index.project.source if on_id else locale.name if locale else ""
    mark = index.ids.get(name, {}).get(subject.name)
    if mark is not None:
        return (mark.place,)
    anchor = index.anchor(path, subject.mark.name if subject.mark else subject.name)
    if anchor is None or not anchor.span.path:
        return ()
    return (extent(anchor.span.path, max(anchor.span.line, 1), max(anchor.span.column, 1), 0),)


def references(index: BookIndex, path: str, line: int, column: int, *, named: bool) -> tuple[Extent, ...]:
    """Return everywhere the thing at a position is used, in all locales and the order of the book; with `named` also where
    it is named."""
    subject = subject_at(index, path, line, column)
    return tuple(mark.place for mark in uses(index, subject)) + (
        tuple(named_at(index, subject)) if named and subject else ()
    )


def uses(index: BookIndex, subject: NamedSubject | None) -> Iterator[Mark]:
    """Yield the marks that use a thing."""
    if subject is None:
        return
    match subject.kind:
        case MarkKind.ID:
            for mark in index.marks(MarkKind.REFERENCE):
                anchor = index.anchor(mark.place.path, mark.name)
                if (anchor.id if anchor else mark.name) == subject.name:
                    yield mark
        case MarkKind.NOTE:
            for chapter in index.chapters.values():
                if chapter.id == subject.chapter:
                    yield from (mark for mark in chapter.of(MarkKind.NOTE_CALL) if mark.name == subject.name)
        case MarkKind.SOURCE:
            of_entries = (
                mark
                for mark in index.marks(MarkKind.REFERENCE)
                if source_places.entry_key(index, mark.name.rpartition("#")[2]) == subject.name
            )
            yield from (mark for mark in index.marks(MarkKind.SOURCE) if mark.name == subject.name)
            yield from of_entries
            yield from (mark for mark in source_places.fact_marks(index) if mark.name == subject.name)
        case kind:
            yield from (mark for mark in index.marks(kind) if mark.name == subject.name)


def named_at(index: BookIndex, subject: NamedSubject) -> Iterator[Extent]:
    """Yield where a thing is named, in all locales."""
    match subject.kind:
        case MarkKind.FACT:
            yield from index.files[FACTS].places(subject.name)
        case MarkKind.NAME:
            name = index.names.get(subject.name)
            yield from index.files[NAMES].places(name.index, name.key) if name else ()
        case MarkKind.ID:
            yield from (mark.place for mark in index.marks(MarkKind.ID) if mark.name == subject.name)
        case MarkKind.NOTE:
            for chapter in index.chapters.values():
                if chapter.id == subject.chapter:
                    yield from (mark.place for mark in chapter.of(MarkKind.NOTE) if mark.name == subject.name)
        case MarkKind.SOURCE:
            yield from source_places.named_in_files(index, subject.name)
        case _:
            return


def _key_at(file: TomlKeys | None, line: int, column: int) -> NamedSubject | None:
    found = file.at(line, column) if file else None
    if file is None or found is None:
        return None
    path, place = found
    match file.path, path:
        case _, (str(name),) if file.path == FACTS:
            return NamedSubject(MarkKind.FACT, name, place)
        case _, (str(), str(name)) if file.path == NAMES:
            return NamedSubject(MarkKind.NAME, name, place)
        case _:
            return None
