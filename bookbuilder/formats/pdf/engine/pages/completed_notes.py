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
    from weasyprint.layout import LayoutContext


@dataclass(frozen=True, slots=True, eq=False)
class CompletedNote:
    """A note with its line boxes, and all boxes in it as they were before."""

    box: Box
    inside: list[Box]


def completed(context: LayoutContext, note: Box) -> Box:
    """Return the boxes of a note as they are laid out, which are always the same ones: layouts copy what they place."""
    inside = list(note.descendants())
    known = marks(note).completed
    # What is made of counters is made anew when the page is known (`parse_again` of WeasyPrint).
    if known is not None and known.inside == inside and not context.in_column:
        return known.box
    box = build.create_anonymous_boxes(note.deepcopy())
    # In columns, layouts are kept with the boxes and moved (`unbreakable_blocks`); a first letter is cut off for good.
    if context.in_column or any(one.first_letter_style is not None for one in inside):
        return box
    for line in box.descendants():
        if isinstance(line, LineBox):
            mark(line).exact_plans = True
    mark(note).completed = CompletedNote(box, inside)
    return box
