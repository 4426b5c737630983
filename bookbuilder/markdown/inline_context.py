"""What the conversion of a line needs beside its tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.nodes import Note
from bookbuilder.markdown.dialect import OURS, Dialect
from bookbuilder.markdown.tally import Tally


@dataclass(frozen=True, slots=True)
class InlineContext:
    """The context of a conversion: file, report function, tally and notes of the chapter, the text that is converted, depth.

    `place` gives the position in the file of a letter of a text that is written differently there, None if it is unknown.
    """

    path: str
    report: Report
    tally: Tally
    notes: list[Note]
    text: str
    dialect: Dialect = OURS
    place: Callable[[int], Span | None] | None = None
    depth: int = 0

    def place_or(self, locate: Callable[[int], Span]) -> Callable[[int], Span]:
        """Return the function from an offset in the text to its position in the file, by `locate` where it is not known
        better."""
        place = self.place
        return locate if place is None else lambda offset: place(offset) or locate(offset)
