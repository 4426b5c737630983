"""Brings a book to rest whose page numbers move one another.

A page number takes room, so it can move the page that it names: `viii` pushes a heading to page ix, and `ix` lets it back.
Left alone, such a book is laid out again and again. So its numbers are given room that only grows, a part that once took
so many pages keeps them, and an index lists each place by itself. Then nothing that is printed can move a page back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.formats.pdf.compile.compiled_part import Object
from bookbuilder.html.medium import Room

LETTER = 0.6
"""The room of a figure or letter, in em, where a number stands in the text as it is."""
STEP = 0.5
"""How much wider, in em, that room becomes each time that the number is another one."""


@dataclass(slots=True)
class Settling:
    """The room of every page number by its anchor, and how many pages each part keeps."""

    rooms: dict[str, Room] = field(default_factory=dict)
    pages: dict[int, int] = field(default_factory=dict)
    _labels: Mapping[str, str] = field(default_factory=dict)

    def keep(self, parts: Sequence[Object]) -> None:
        """Let no part have fewer pages than it had."""
        for at, part in enumerate(parts):
            self.pages[at] = max(len(part.pages), self.pages.get(at, 0))

    def grow(self, labels: Mapping[str, str]) -> None:
        """Make room for the labels that pages have now."""
        for anchor, label in labels.items():
            old = self.rooms.get(anchor, Room())
            figures = max(len(label), old.figures)
            width = max(LETTER * figures, old.width)
            if self._labels.get(anchor, label) != label:
                width += STEP
            self.rooms[anchor] = Room(figures, width)
        self._labels = labels
