"""Completes the boxes of a note once, for all its layouts.

WeasyPrint 70.0 copies a note with all in it, and adds the boxes that its lines need, whenever it lays the note out. A note
is laid out at least twice: for its height, and on its page. With the same boxes its lines are planned once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import LineBox

from bookbuilder.formats.pdf.engine.marks import mark, marks

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box


@dataclass(frozen=True, slots=True, eq=False)
class CompletedNote:
    """A note with its line boxes, and all boxes in it as they were before."""

    box: Box
    inside: list[Box]


def completed(note: Box) -> Box:
    """Return the boxes of a note as they are laid out, which are always the same ones: layouts copy what they place."""
    inside = list(note.descendants())
    known = marks(note).completed
    # What is made of counters is made anew when the page is known (`parse_again` of WeasyPrint).
    if known is None or known.inside != inside:
        box = build.create_anonymous_boxes(note.deepcopy())
        for line in box.descendants():
            if isinstance(line, LineBox):
                mark(line).exact_plans = True
        known = mark(note).completed = CompletedNote(box, inside)
    return known.box
