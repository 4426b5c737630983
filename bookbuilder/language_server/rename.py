"""Renames an id, a fact, a name, a note or a source everywhere: in its file, in all chapters of all locales, and in the
states of the translations, which stay as up to date as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bookbuilder.chapter_index.extents import Extent
from bookbuilder.chapter_index.marks import Mark, MarkKind
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.assemble_book import PAGE_ANCHORS
from bookbuilder.document.printed_citations import entry_anchor
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.navigation import NamedSubject, named_at, subject_at, uses
from bookbuilder.language_server.source_places import SOURCES, facts_of_series, other_file_citing
from bookbuilder.language_server.state_edits import state_edits
from bookbuilder.language_server.text_edits import Edit, edited
from bookbuilder.markdown.attributes import valid_id
from bookbuilder.phrases import Phrase
from bookbuilder.world.series_folder import PREFIX

_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SOURCE = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_:.+/-]*[A-Za-z0-9_])?")
_LABEL = re.compile(r"[^\s\[\]^|]+")
_WORDS: Mapping[MarkKind, str] = {
    MarkKind.ID: "id",
    MarkKind.FACT: "fact",
    MarkKind.NAME: "name",
    MarkKind.NOTE: "note",
    MarkKind.SOURCE: "source",
}
_RENAMED = "an id, a fact, a name, a note or a source can be renamed; there is none here"


class RefusedName(Exception):
    """What is asked for cannot be done; the message says why."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """The word at a position that can be renamed, as it is now."""

    place: Extent
    name: str


def can_rename(index: BookIndex, path: str, line: int, column: int) -> Renamed:
    """Return the word at a position. Raises `RefusedName` if it cannot be renamed."""
    subject = subject_at(index, path, line, column)
    if subject is None or subject.kind not in _WORDS:
        raise RefusedName(_RENAMED)
    _refuse_unwritten(index, subject)
    if not subject.place.holds(line, column):
        raise RefusedName(
            Phrase(
                "the {words} is renamed where its name stands: {name}",
                words=_WORDS[subject.kind],
                name=subject.name,
            )
        )
    return Renamed(subject.place, subject.name)


def rename(index: BookIndex, path: str, line: int, column: int, new: str) -> tuple[Edit, ...]:
    """Return the edits that give the thing at a position another name. Raises `RefusedName`."""
    subject = subject_at(index, path, line, column)
    if subject is None or subject.kind not in _WORDS:
        raise RefusedName(_RENAMED)
    _refuse_unwritten(index, subject)
    if new == subject.name:
        return ()
    _refuse_name(index, subject, new)
    marks = [
        mark
        for mark in (*uses(index, subject), *_written(index, subject))
        if subject.kind is not MarkKind.ID or _written_target(mark) == subject.name
    ]
    inexact = [mark for mark in marks if not mark.exact]
    if inexact:
        where = inexact[0].place.span
        raise RefusedName(
            Phrase(
                "{where} spells {name} in a way of its own; change it there by hand first",
                where=where,
                name=subject.name,
            )
        )
    places = dict.fromkeys([*(mark.place for mark in marks), *named_at(index, subject)])
    spelled = {mark.place: entry_anchor(new) for mark in marks if mark.kind is MarkKind.REFERENCE}
    spelled = spelled if subject.kind is MarkKind.SOURCE else {}
    edits = [Edit(place, spelled.get(place) or _written_key(place, new)) for place in sorted(places)]
    # The places of the edits are counted in the texts of the index.
    _refuse_changed(index, dict.fromkeys(edit.place.path for edit in edits))
    texts = {
        path: edited(index.chapters[path].text, (edit for edit in edits if edit.place.path == path))
        for path in dict.fromkeys(edit.place.path for edit in edits)
        if path in index.chapters
    }
    return (*edits, *state_edits(index, texts))


def _written(index: BookIndex, subject: NamedSubject) -> Iterable[Mark]:
    """Return the marks in chapters that name a thing, exact or not."""
    if subject.kind is MarkKind.NOTE:
        chapter_marks = (
            mark
            for chapter in index.chapters.values()
            if chapter.id == subject.chapter
            for mark in chapter.of(MarkKind.NOTE)
        )
        return [mark for mark in chapter_marks if mark.name == subject.name]
    return [mark for mark in index.marks(subject.kind) if mark.name == subject.name]


def _written_key(place: Extent, new: str) -> str:
    """Return a key as a file writes it: in sources.toml in quotes if it has other signs than hyphens and underscores."""
    return new if place.path != SOURCES or _KEY.fullmatch(new) else f'"{new}"'


def _written_target(mark: Mark) -> str:
    """Return the id in a reference, without the file."""
    return mark.name.rpartition("#")[2] if mark.kind is MarkKind.REFERENCE else mark.name


def _refuse_unwritten(index: BookIndex, subject: NamedSubject) -> None:
    """Raise `RefusedName` for a thing whose name no author has written."""
    kind, name = subject.kind, subject.name
    if kind is MarkKind.FACT and not any(named_at(index, subject)):
        raise RefusedName(Phrase("facts.toml has no fact {name}", name=name))
    if kind is MarkKind.NAME and not any(named_at(index, subject)):
        raise RefusedName(Phrase("names.toml has no name {name}", name=name))
    if kind is MarkKind.SOURCE and not any(named_at(index, subject)):
        source = index.sources.get(name)
        if source is None:
            raise RefusedName(Phrase("the book has no source {name}", name=name))
        if source.span.path.startswith(PREFIX):
            raise RefusedName(
                Phrase(
                    "the source {name} stands in {path}, from which all books of the series cite "
                    "it; change it there and in each of them by hand",
                    name=name,
                    path=source.span.path,
                )
            )
        raise RefusedName(
            Phrase(
                "{path} spells {name} in a way of its own; change it there by hand",
                path=source.span.path,
                name=name,
            )
        )
    if kind is MarkKind.ID and not any(name in ids for ids in index.ids.values()):
        if any(chapter.id == name for chapter in index.chapters.values()):
            raise RefusedName(
                Phrase(
                    "{name} is the anchor of a chapter, which is the name of its file: rename the files",
                    name=name,
                )
            )
        raise RefusedName(Phrase("nobody has given the id {name}; the program makes it", name=name))


def _refuse_changed(index: BookIndex, paths: Iterable[str]) -> None:
    """Raise `RefusedName` for files that have changed since the index was made."""
    for path in paths:
        file = index.files.get(path)
        if file and file.stale:
            raise RefusedName(Phrase("{path} cannot be read at the moment; mend it first", path=path))
        known = (
            index.chapters[path].text
            if path in index.chapters
            else file.text
            if file
            else index.source_texts.get(path, "")
        )
        try:
            same = index.world.text(path) == known
        except BookbuilderError:
            same = False
        if not same:
            raise RefusedName(Phrase("{path} has just been changed; try again", path=path))


def _refuse_name(index: BookIndex, subject: NamedSubject, new: str) -> None:
    """Raise `RefusedName` for a new name that is no name, or is taken."""
    kind = subject.kind
    if kind is MarkKind.ID:
        if not valid_id(new):
            raise RefusedName(
                Phrase(
                    "{new!r} cannot be an id: it has letters a–z, digits, hyphens, points and "
                    "underscores, and begins with a letter or digit",
                    new=new,
                )
            )
        taken = (
            any(new in ids for ids in index.ids.values())
            or any(new in locale.anchors for locale in index.locales.values())
            or any(chapter.id == new for chapter in index.chapters.values())
        )
        if taken or new in PAGE_ANCHORS:
            raise RefusedName(Phrase("there is already a place with the id {new}", new=new))
    elif kind is MarkKind.NOTE:
        if not _LABEL.fullmatch(new) or len(new) > 200:
            raise RefusedName(
                Phrase("{new!r} cannot be the label of a note: it has no spaces and no brackets", new=new)
            )
        if any(
            mark.name == new
            for chapter in index.chapters.values()
            if chapter.id == subject.chapter
            for mark in chapter.of(MarkKind.NOTE, MarkKind.NOTE_CALL)
        ):
            raise RefusedName(Phrase("this chapter already has a note {new}", new=new))
    elif kind is MarkKind.SOURCE:
        if not _SOURCE.fullmatch(new) or len(new) > 200:
            raise RefusedName(
                Phrase(
                    "{new!r} cannot be the key of a source: it has letters a–z, digits and : . + "
                    "/ - _, and begins and ends with a letter or digit",
                    new=new,
                )
            )
        if new in index.sources or entry_anchor(new) in map(entry_anchor, index.sources):
            raise RefusedName(Phrase("there is already a source {new}", new=new))
        if other := other_file_citing(index, subject.name):
            raise RefusedName(
                Phrase(
                    "{other}, which is no chapter, cites {name}; change it there by hand first",
                    other=other,
                    name=subject.name,
                )
            )
        if facts := facts_of_series(index, subject.name):
            raise RefusedName(
                Phrase(
                    "the fact {facts} of the series names the source {name}; change it there by hand first",
                    facts=facts[0],
                    name=subject.name,
                )
            )
    else:
        if not _KEY.fullmatch(new):
            raise RefusedName(
                Phrase(
                    "{new!r} cannot be a key: it has letters a–z, digits, hyphens and underscores", new=new
                )
            )
        if kind is MarkKind.FACT and new in index.files["facts.toml"].data:
            raise RefusedName(Phrase("facts.toml already has a fact {new}", new=new))
        if kind is MarkKind.NAME and new in index.names:
            raise RefusedName(Phrase("names.toml already has a name {new}", new=new))
