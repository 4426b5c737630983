"""Finds where a word was named first, and everywhere it is used: ids, facts, names, notes, pictures; in all locales."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.chapter_index.marks import Kind, Mark
from bookbuilder.language_server.book_index import BookIndex, TomlKeys
from bookbuilder.project.shared_facts import FACTS, NAMES


@dataclass(frozen=True, slots=True)
class Subject:
    """What a position is about: a kind of thing and its name; of a note also the chapter. `place` is the word there."""

    kind: Kind
    name: str
    place: Extent
    chapter: str = ""
    mark: Mark | None = None


def subject_at(index: BookIndex, path: str, line: int, column: int) -> Subject | None:
    """Return what a position in a chapter, facts.toml or names.toml is about; of a reference, what it leads to."""
    chapter = index.chapters.get(path)
    if chapter is None:
        return _key_at(index.files.get(path), line, column)
    mark = chapter.mark_at(line, column)
    if mark is None:
        return None
    match mark.kind:
        case Kind.REFERENCE:
            anchor = index.anchor(path, mark.name)
            return Subject(Kind.ID, anchor.id if anchor else mark.name, mark.place, mark=mark)
        case Kind.NOTE | Kind.NOTE_CALL:
            return Subject(Kind.NOTE, mark.name, mark.place, chapter.id, mark)
        case kind:
            return Subject(kind, mark.name, mark.place, mark=mark)


def definitions(index: BookIndex, path: str, line: int, column: int) -> tuple[Extent, ...]:
    """Return where the thing at a position is named: of a reference its target, of a fact or name its table, of a note its
    text, of a picture the file, of an id in a translation that of the source."""
    subject = subject_at(index, path, line, column)
    if subject is None:
        return ()
    match subject.kind:
        case Kind.FACT:
            return index.files[FACTS].places(subject.name)[:1]
        case Kind.NAME:
            name = index.names.get(subject.name)
            return index.files[NAMES].places(name.index, name.key)[:1] if name else ()
        case Kind.ID:
            return _anchor(index, path, subject)
        case Kind.NOTE:
            here = index.chapters[path]
            notes = [mark.place for mark in here.of(Kind.NOTE) if mark.name == subject.name]
            calls = [mark.place for mark in here.of(Kind.NOTE_CALL) if mark.name == subject.name]
            on_note = subject.mark is not None and subject.mark.kind is Kind.NOTE
            return tuple(calls if on_note else notes)
        case Kind.IMAGE:
            there = index.world.exists(subject.name)
            return (Extent(subject.name, 1, 1, 1, 1),) if there else ()
        case _:
            return ()


def _anchor(index: BookIndex, path: str, subject: Subject) -> tuple[Extent, ...]:
    """Return the place of an id: where the reference in this locale leads; for the id itself, that of the source."""
    locale = index.locale_at(path)
    on_id = subject.mark is not None and subject.mark.kind is Kind.ID
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


def uses(index: BookIndex, subject: Subject | None) -> Iterator[Mark]:
    """Yield the marks that use a thing."""
    if subject is None:
        return
    match subject.kind:
        case Kind.ID:
            for mark in index.marks(Kind.REFERENCE):
                anchor = index.anchor(mark.place.path, mark.name)
                if (anchor.id if anchor else mark.name) == subject.name:
                    yield mark
        case Kind.NOTE:
            for chapter in index.chapters.values():
                if chapter.id == subject.chapter:
                    yield from (mark for mark in chapter.of(Kind.NOTE_CALL) if mark.name == subject.name)
        case kind:
            yield from (mark for mark in index.marks(kind) if mark.name == subject.name)


def named_at(index: BookIndex, subject: Subject) -> Iterator[Extent]:
    """Yield where a thing is named, in all locales."""
    match subject.kind:
        case Kind.FACT:
            yield from index.files[FACTS].places(subject.name)
        case Kind.NAME:
            name = index.names.get(subject.name)
            yield from index.files[NAMES].places(name.index, name.key) if name else ()
        case Kind.ID:
            yield from (mark.place for mark in index.marks(Kind.ID) if mark.name == subject.name)
        case Kind.NOTE:
            for chapter in index.chapters.values():
                if chapter.id == subject.chapter:
                    yield from (mark.place for mark in chapter.of(Kind.NOTE) if mark.name == subject.name)
        case _:
            return


def _key_at(file: TomlKeys | None, line: int, column: int) -> Subject | None:
    """Return the fact or name whose key is at a position of its file."""
    found = file.at(line, column) if file else None
    if file is None or found is None:
        return None
    path, place = found
    match file.path, path:
        case _, (str(name),) if file.path == FACTS:
            return Subject(Kind.FACT, name, place)
        case _, (str(), str(name)) if file.path == NAMES:
            return Subject(Kind.NAME, name, place)
        case _:
            return None
