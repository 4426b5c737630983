"""Foresees where the pages of a book will stand, from what its parts came to in the build before.

It saves time and changes no byte. Parts are laid out with the numbers that are foreseen, and again if they turn out
otherwise; so an edit that moves all pages behind it takes one round of layouts and not two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.document.galley import Summary
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.compiled_part import (
    NOT_COMPILED,
    CompiledPage,
    CompiledPart,
    Content,
    Furniture,
)
from bookbuilder.formats.pdf.paginate import edition_memory
from bookbuilder.formats.pdf.paginate.compile_requests import PartCompiler, Schedule
from bookbuilder.formats.pdf.paginate.corrections import with_positions
from bookbuilder.formats.pdf.paginate.scheduled_part import PageRules, ScheduledPart, in_order
from bookbuilder.formats.pdf.parts import LETTERS_PER_PAGE, Labels

_KIND = "shapes"
_MOST_PAGES = 10_000
"""Pages that a part may be foreseen to have."""
_MOST_EDITED = 4
"""Parts that are compiled before all others; where more have changed, it is not by an edit."""
_PAGE = CompiledPage(0, 0, right=True, box=(0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Shape:
    """A part as it was compiled, without what is printed in it, how much room its text took (`Summary.room`; 0: not known),
    and a hash of it."""

    part: CompiledPart
    room: int = 0
    text: str = ""

    def predicted(self, summary: Summary | None, letters: float) -> CompiledPart:
        """Return the part as it will most likely be compiled: with as many pages more or less as its text has grown or
        shrunk, if a page holds so many `letters`."""
        last = self.part
        more = round((summary.room - self.room) / letters) if summary else 0
        # What is remembered may be wrong: that costs another layout, and nothing else.
        count = min(max(len(last.pages) + more, 1), _MOST_PAGES)
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
            page_starts=(("", 0),) * count,
        )


NEW = Shape(NOT_COMPILED)
"""What is known of a part that is new."""


def with_foreseen_labels(compiler: PartCompiler, schedule: Schedule, rules: PageRules) -> Schedule | None:
    """Return parts with the positions, and HTML for the labels, that they will most likely have; None if too few of them
    are known from the build before."""
    shapes, parts = recalled(compiler.book), schedule.parts
    if sum(one.name in shapes for one in parts) <= len(parts) // 2:
        return None
    letters = letters_per_page(shapes, LETTERS_PER_PAGE)
    predicted = [
        replace(one, compiled=shapes.get(one.name, NEW).predicted(one.summary, letters)) for one in parts
    ]
    order = in_order(predicted, rules)
    labels = Labels(order.labels())
    positions = [one.position for one in with_positions(predicted, order)]
    edited = tuple(at for at, one in enumerate(parts) if one.text != shapes.get(one.name, NEW).text)
    edited = edited if len(edited) <= _MOST_EDITED else ()
    schedule = Schedule(
        tuple(replace(one, position=position) for one, position in zip(parts, positions, strict=True)),
        edited=edited,
        foreseen=tuple(one.compiled for one in predicted),
    )
    # They are compiled while the HTML of the others is made.
    schedule = compiler.request(_with_html(compiler, schedule, labels, edited), edited, edited=True)
    return _with_html(compiler, schedule, labels, sorted({*range(len(parts))} - {*edited}))


def _with_html(compiler: PartCompiler, schedule: Schedule, labels: Labels, wanted: Iterable[int]) -> Schedule:
    made = list(schedule.parts)
    for at in wanted:
        made[at] = replace(made[at], html=compiler.html(made[at].part, labels))
    return replace(schedule, parts=tuple(made))


def shape(compiled: CompiledPart, room: int, text: str) -> Shape:
    """Return the shape of a compiled part, the text of which takes some room and has some hash."""
    styles = [one.style for one in compiled.furniture if one.style]
    return Shape(
        CompiledPart(
            compiled.start,
            tuple(replace(_PAGE, right=page.right, counter=page.counter) for page in compiled.pages),
            *(0, 0, (), ()),
            depends_on_side=compiled.depends_on_side,
            depends_on_number=compiled.depends_on_number,
            prints_page_count=compiled.prints_page_count,
            furniture=tuple(Furniture(Content(b""), style) for style in styles[:1]),
            anchors=tuple((name, page, 0, 0) for name, page, *_ in compiled.anchors),
            inherited_strings=compiled.inherited_strings,
            last_strings=compiled.last_strings,
        ),
        room,
        text,
    )


def letters_per_page(shapes: Mapping[str, Shape], default: float) -> float:
    """Return how many letters a page held, or the `default` where that is not known."""
    measured = [one for one in shapes.values() if one.room]
    pages = sum(len(one.part.pages) - 0.5 for one in measured)
    return sum(one.room for one in measured) / pages if pages > 0 else default


def remember(book: Book, parts: Sequence[ScheduledPart]) -> None:
    """Keep the shapes of the parts of an edition, by their names."""
    edition_memory.remember(book, _KIND, {one.name: shape(one.compiled, one.room, one.text) for one in parts})


def recalled(book: Book) -> dict[str, Shape]:
    """Return the shapes of the parts of an edition in the build before; none if they are not known."""
    return edition_memory.recalled(book, _KIND, dict[str, Shape])
