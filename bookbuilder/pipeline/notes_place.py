"""Puts the notes of a book where it wants them: at the foot of the page, at the end of the chapter or of the book."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
from msgspec import Raw, Struct

from bookbuilder.build_step import Step
from bookbuilder.document.assemble_book import NOTES_CHAPTER, contents_entry
from bookbuilder.document.document import Document
from bookbuilder.document.encoded import EncodedValue
from bookbuilder.document.galley import Galley, galley
from bookbuilder.document.moved_notes import chapter_of_notes, with_notes_at_end, with_notes_moved
from bookbuilder.document.nodes import Chapter, Endnotes, Part, Target
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.margin_room import has_margin_room
from bookbuilder.typed_decoding import from_msgpack

PAGED = "pdf"
"""The format in which notes stand at the foot of the page, if a book says nothing."""


@dataclass(frozen=True, slots=True)
class MoveInput:
    """A chapter whose notes are moved: to its end, below this `title`, or (without one) out of it. `addresses` of its links
    become notes; with `margins` those of the margin are among them, for which the pages have no room."""

    galley: Galley
    title: str
    addresses: bool
    margins: bool = False


class _Payload(Struct, frozen=True, array_like=True):
    galley: Raw
    notes: Endnotes | None


@dataclass(frozen=True)
class MovedNotes(EncodedValue):
    """A chapter without its notes, and these, encoded by `move_notes`."""

    @cached_property
    def _payload(self) -> _Payload:
        return from_msgpack(self.data, _Payload)

    @cached_property
    def galley(self) -> Galley:
        """The galley of the chapter."""
        return Galley(bytes(self._payload.galley))

    @property
    def notes(self) -> Endnotes | None:
        """The notes that were taken out of it; None if there were none, or if they are at its end."""
        return self._payload.notes


MOVE_NOTES = Step(f"{__name__}:move_notes", MoveInput, MovedNotes, lambda given: len(given.galley.data))


def move_notes(task: MoveInput) -> bytes:
    """Return the encoded chapter and its notes."""
    chapter, notes = task.galley.chapter, None
    if task.title:
        chapter = with_notes_at_end(chapter, task.title, addresses=task.addresses, margins=task.margins)
    else:
        chapter, notes = with_notes_moved(
            chapter, NOTES_CHAPTER, addresses=task.addresses, margins=task.margins
        )
    made = task.galley if chapter is task.galley.chapter else galley(chapter, contents_entry(chapter))
    return msgspec.msgpack.encode(_Payload(Raw(made.data), notes))


def with_notes_in_place(book: Book) -> Book:
    """Return a book whose notes are where its edition wants them."""
    place, printed = book.edition.notes, book.edition.format == PAGED
    if place == "page" or (place == "chapter" and not printed) or book.beside is not None:
        return book
    say, words = book.locale.say, book.locale.typography
    # Translators: the heading of the footnotes of a chapter
    title = words(say("Notes"))
    addresses = printed and book.edition.print.links in ("note", "qr")
    margins = printed and not has_margin_room(book.theme)
    heading = title if place == "chapter" else ""
    tasks = [MoveInput(galley, heading, addresses, margins) for galley in book.document.galleys]
    moved = book.runner.run(MOVE_NOTES, tasks)
    galleys = [one.galley for one in moved]
    taken = [(one.galley.head, one.notes) for one in moved if one.notes is not None]
    targets = book.document.targets
    if taken:
        made = chapter_of_notes(NOTES_CHAPTER, title, tuple(taken), book.locale.figures)
        galleys.insert(_place(galleys), galley(made, contents_entry(made)))
        targets = {**targets, NOTES_CHAPTER: Target(NOTES_CHAPTER, NOTES_CHAPTER, title)}
    return replace(book, document=Document(book.document.locale, tuple(galleys), targets))


def _place(galleys: list[Galley]) -> int:
    """Return the position behind the last chapter of the main part."""
    heads: list[Chapter] = [one.head for one in galleys]
    return next((at for at in range(len(heads), 0, -1) if heads[at - 1].part is not Part.BACK), 0)
