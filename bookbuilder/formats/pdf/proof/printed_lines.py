"""Finds the lines of a page in the pieces of text on it, and numbers them.

Pieces come in reading order, so those of a line follow one another. Lines that stand beside one another, such as those of
the cells of a row, have one number; those of two columns, and of notes in the margin, have their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bookbuilder.formats.edition_trace import PrintedText

_SAME = 0.5
"""How much of the lower one of two pieces has to stand beside the other in the same line."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text: its box in points from the upper left corner of the page, the text node and the offset that it begins
    with, how wide its widest piece is, and the `band` that it is in: 0 is the text, or its first column."""

    left: float
    top: float
    right: float
    bottom: float
    node: int
    offset: int
    widest: float
    band: int = 0

    @property
    def middle(self) -> float:
        """The middle of its height."""
        return (self.top + self.bottom) / 2

    def stands_beside(self, other: PrintedLine) -> bool:
        """Whether two lines stand at the same height."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared >= _SAME * min(self.bottom - self.top, other.bottom - other.top)


def printed_lines(
    texts: Iterable[PrintedText], band: Callable[[PrintedLine], int], table: Callable[[int], object]
) -> tuple[PrintedLine, ...]:
    """Return the lines of a page in reading order. `band` returns the band of a line by its left and right edge, `table` the
    table that a text node is in, or None: all lines of a table are in the band of the whole."""
    lines: list[PrintedLine] = []
    for text in texts:
        if text.picture is not None or text.height <= 0:
            continue
        right, bottom = text.x + text.width, text.y + text.height
        piece = PrintedLine(text.x, text.y, right, bottom, text.node, text.offset, text.width)
        if lines and (joined := _joined(lines[-1], piece)):
            lines[-1] = joined
        else:
            lines.append(piece)
    wholes: dict[object, PrintedLine] = {}
    for line in lines:
        if (own := table(line.node)) is not None:
            whole = wholes.get(own, line)
            wholes[own] = replace(whole, left=min(whole.left, line.left), right=max(whole.right, line.right))
    return tuple(replace(line, band=band(wholes.get(table(line.node), line))) for line in lines)


def _joined(line: PrintedLine, piece: PrintedLine) -> PrintedLine | None:
    """Return a line with one more piece; None if that is in another line. Where a line stands is said by its widest piece:
    numbers of notes and letters of several lines are narrow."""
    if not line.stands_beside(piece):
        return None
    left, right = min(line.left, piece.left), max(line.right, piece.right)
    if piece.widest <= line.widest:
        return replace(line, left=left, right=right)
    return replace(line, left=left, right=right, top=piece.top, bottom=piece.bottom, widest=piece.widest)


def numbered(lines: Sequence[PrintedLine], first: int = 1) -> tuple[tuple[int, PrintedLine], ...]:
    """Return the numbers of lines: band after band, from top to bottom, from `first`. Of lines beside one another in a band
    the first one has the number of all."""
    result: list[tuple[int, PrintedLine]] = []
    number = first
    for band in sorted({line.band for line in lines}):
        last: PrintedLine | None = None
        for line in sorted((line for line in lines if line.band == band), key=lambda line: line.middle):
            if last is None or not last.stands_beside(line):
                result.append((number, line))
                number, last = number + 1, line
    return tuple(result)
