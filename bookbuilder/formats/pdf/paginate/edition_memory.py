"""Remembers values of an edition from one build to the next, in the cache of the book: they save time and change no byte."""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec

from bookbuilder.formats.book import Book
from bookbuilder.typed_decoding import from_msgpack

T = TypeVar("T")


def remember(book: Book, kind: str, values: dict[str, T]) -> None:
    """Keep values of some kind of an edition, by their names."""
    name, data = _name(book, kind), msgspec.msgpack.encode(values)
    if book.world.recall(name) != data:
        book.world.retain(name, data)


def recalled(book: Book, kind: str, values: type[dict[str, T]]) -> dict[str, T]:
    """Return the values of some kind of an edition that the build before has kept; none if they are not known."""
    try:
        # 0x80 is an empty map in msgpack.
        return from_msgpack(book.world.recall(_name(book, kind)) or b"\x80", values)
    except (msgspec.MsgspecError, ValueError):
        return {}


def _name(book: Book, kind: str) -> str:
    edition = f"{kind} {book.project.id} {book.edition.languages} {book.edition.name}"
    return hashlib.sha256(edition.encode()).hexdigest()
