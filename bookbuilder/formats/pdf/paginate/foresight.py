"""Foresees where the pages of a book come to stand, from what its parts came to when it was made last.

Nothing but time depends on it. Parts are laid out with the numbers that are foreseen, and again if they turn out otherwise;
so an edit that moves all pages behind it takes one round of layouts and not two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from bookbuilder.document.galley import Summary
from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf.compile.compiled_part import Content, Furniture, Object, Page

_LONGEST = 10_000
"""Pages that a part may have in what is foreseen."""
_PAGE = Page(0, 0, right=True, box=(0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Shape:
    """A part as it came out, without what is printed, and how much room its text took (`Summary.room`; 0: not known)."""

    part: Object
    room: int = 0

    def now(self, summary: Summary | None, letters: float) -> Object:
        """Return the part as it will most likely come out: with as many pages more or less as its text has grown or shrunk,
        of which each holds so many `letters`."""
        last = self.part
        more = round((summary.room - self.room) / letters) if summary else 0
        count = min(max(len(last.pages) + more, 1), _LONGEST)
        pages = (*last.pages[:count], *[_PAGE] * (count - len(last.pages)))
        anchors = [(name, page) for name, page, *_ in last.anchors]
        if summary and (more or not anchors):
            share = count / max(summary.room, 1)
            anchors = [(summary.head.id, 0), (f"{summary.head.id}-title", 0)]
            anchors += [(name, int(room * share)) for name, room in summary.places]
        return replace(
            last,
            pages=pages,
            anchors=tuple((name, min(max(page, 0), count - 1), 0, 0) for name, page in anchors),
            places=(("", 0),) * count,
        )


NEW = Shape(Object("", (), 0, 0, (), ()))
"""What is known of a part that is new."""


def shape(made: Object, room: int) -> Shape:
    """Return the shape of a compiled part."""
    kept = Object(
        made.start,
        tuple(replace(_PAGE, right=page.right, counter=page.counter) for page in made.pages),
        *(0, 0, (), ()),
        sided=made.sided,
        exact=made.exact,
        totals=made.totals,
        furniture=tuple(Furniture(Content(b""), one.style) for one in made.furniture if one.style)[:1],
        anchors=tuple((name, page, 0, 0) for name, page, *_ in made.anchors),
        inherits=made.inherits,
        strings=made.strings,
    )
    return Shape(kept, room)


def letters(shapes: Mapping[str, Shape], otherwise: float) -> float:
    """Return how many letters a page held."""
    known = [one for one in shapes.values() if one.room]
    pages = sum(len(one.part.pages) - 0.5 for one in known)
    return sum(one.room for one in known) / pages if pages > 0 else otherwise


def remember(book: Book, shapes: Mapping[str, Shape]) -> None:
    """Keep what the parts of an edition came to, by their names."""
    name, data = _name(book), msgspec.msgpack.encode(shapes)
    if book.world.recall(name) != data:
        book.world.retain(name, data)


def recalled(book: Book) -> dict[str, Shape]:
    """Return what the parts of an edition came to when it was made last; nothing if that is not known."""
    try:
        return msgspec.msgpack.decode(book.world.recall(_name(book)) or b"\x80", type=dict[str, Shape])
    except (msgspec.MsgspecError, ValueError):
        return {}


def _name(book: Book) -> str:
    said = f"shapes {book.project.id} {book.edition.languages} {book.edition.name}"
    return hashlib.sha256(said.encode()).hexdigest()
