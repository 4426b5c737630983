"""Says in which column of its page a line stands, and where the number of a line belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.proof.printed_lines import PrintedLine
from bookbuilder.html.environment import points

MARGIN = 9
"""The band of what stands in a margin."""
NARROW = 1.2
"""A line wider than so much of a column runs across columns."""
APART = 9.0
"""Points between the text and the numbers of its lines."""
NEAR = 3.0
"""Points between another column, or a note in the margin, and the numbers of its lines."""


@dataclass(frozen=True, slots=True)
class TextColumns:
    """The columns of the text of a page: its left edge and its width in points, their number, and the direction in which
    they follow one another."""

    left: float
    width: float
    columns: int = 1
    right_to_left: bool = False

    @classmethod
    def of(cls, book: Book, width: float, *, right: bool) -> TextColumns:
        """Return the columns of a page of a book that is so many points wide and stands on the right or the left."""
        page = book.theme.tokens.get("page", {})
        try:
            inner, outer = points(page.get("inner")), points(page.get("outer"))
        except ValueError:  # a calc(): all of the page is text
            inner = outer = 0.0
        columns = max(int(page.get("columns", 1)), 2 if book.edition.beside else 1)
        left = inner if right else outer
        return cls(left, width - inner - outer, columns, book.locale.direction == "rtl")

    def band(self, line: PrintedLine) -> int:
        """Return the band that a line is in: that of a column, from 0, or `MARGIN`."""
        behind = self.left + self.width
        if line.right <= self.left or line.left >= behind:
            return MARGIN
        column = self.width / self.columns
        if line.right - line.left > NARROW * column:
            return 0
        start = behind - line.right if self.right_to_left else line.left - self.left
        return max(0, min(int((start + 1) / column), self.columns - 1))

    def edge(self, band: int, lines: Sequence[PrintedLine]) -> float:
        """Return the place at which the number of a line ends that stands in a band, among all `lines` of its page; from
        right to left, at which it begins."""
        own = [line for line in lines if line.band == band]
        gap = NEAR if band else APART
        if self.right_to_left:
            right = max((line.right for line in own), default=0.0)
            return max(right, 0.0 if band else self.left + self.width) + gap
        left = min((line.left for line in own), default=self.left)
        return (left if band else min(left, self.left)) - gap
