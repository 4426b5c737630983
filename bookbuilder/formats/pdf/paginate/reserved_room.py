"""Room reserved for page numbers and parts, which only grows, so that repeated layouts of a book come to an end.

A page number takes room, so it can move the page that it names: `viii` pushes a heading to page ix, and `ix` lets it back.
Left alone, such a book is laid out again and again. So its numbers are given room that only grows, a part that once took
so many pages keeps them, and an index lists each page by itself. Then nothing that is printed can move a page back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.html.medium import ReservedWidth

LETTER = 0.6
"""The room of a figure or letter, in em, where a number stands in the text as it is."""
STEP = 0.5
"""How much wider, in em, that room becomes each time that the number is another one."""


@dataclass(frozen=True, slots=True)
class ReservedRoom:
    """The reserved width of every page number by its anchor, the number of pages that each part keeps (by its index), and
    the labels that the widths were last made for."""

    widths: Mapping[str, ReservedWidth] = field(default_factory=dict)
    pages: Mapping[int, int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def with_pages(self, parts: Sequence[CompiledPart]) -> ReservedRoom:
        """Return the same with at least the pages that the parts have now."""
        pages = {at: max(len(part.pages), self.pages.get(at, 0)) for at, part in enumerate(parts)}
        return replace(self, pages=pages)

    def with_labels(self, labels: Mapping[str, str]) -> ReservedRoom:
        """Return the same with room for the labels that pages have now."""
        widths = dict(self.widths)
        for anchor, label in labels.items():
            old = widths.get(anchor, ReservedWidth())
            figures = max(len(label), old.figures)
            width = max(LETTER * figures, old.width)
            if self.labels.get(anchor, label) != label:
                width += STEP
            widths[anchor] = ReservedWidth(figures, width)
        return replace(self, widths=widths, labels=labels)
