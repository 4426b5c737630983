"""What the conversion of a line needs beside its tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.nodes import Inline, Note
from bookbuilder.markdown.conditions import Conditions
from bookbuilder.markdown.dialect import OURS, Dialect
from bookbuilder.markdown.tally import Tally


@dataclass(frozen=True, slots=True)
class InlineContext:
    """The context of a conversion: file, report function, tally, notes and conditions of the chapter, text, depth.

    `place` gives the position in the file of a letter of a text that is written differently there, None if it is unknown.
    """

    path: str
    report: Report
    tally: Tally
    notes: list[Note]
    text: str
    dialect: Dialect = OURS
    place: Callable[[int], Span | None] | None = None
    conditions: Conditions = field(default_factory=Conditions)
    depth: int = 0

    def place_or(self, locate: Callable[[int], Span]) -> Callable[[int], Span]:
        """Return the function from an offset in the text to its position in the file, by `locate` where it is not known
        better."""
        place = self.place
        return locate if place is None else lambda offset: place(offset) or locate(offset)

    def leave_out(self, content: tuple[Inline, ...], notes: int) -> None:
        """Leave out inlines, with the notes that were converted since there were so many of them."""
        self.conditions.leave_out(content)
        self.conditions.notes += self.notes[notes:]
        del self.notes[notes:]
