"""Spreads the lines that a page lacks over the blocks above which there may be more space.

Text stays on the grid of lines. A line more above a heading or a figure leaves it there. So do half a line more above a
quotation or a list and half a line more below it. At the foot of the page, where nothing follows, a list stands half a line
off the grid, and half a line more above it brings it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

MOST = 4
"""Lines that are added to a page at most: with more, one would see it beside the page that faces it."""


class PageStretch(NamedTuple):
    """Blocks of a page, by their numbers, in their order: those above which there may be a line more (`lines`), and those
    above and below which there may be half a line more (`halves`). `last` is the one at the foot of the page so far, above
    which there may be half a line more (-1: there is none)."""

    lines: tuple[int, ...] = ()
    halves: tuple[int, ...] = ()
    last: int = -1

    def with_block(self, number: int, stretch: float, *, kept: bool) -> PageStretch:
        """Return these and a block that comes next, above which there may be `stretch` lines more. One that is `kept` with
        the last one and has no space of its own moves with that."""
        lines, halves = self.lines, self.halves
        if kept and stretch < 0.5:
            return self
        if self.last >= 0 and self.last not in lines:
            halves = (*halves, self.last)
        if stretch >= 1:
            lines = (*lines, number)
        return PageStretch(lines, halves, number if stretch >= 0.5 else -1)

    def can_add(self, missing: float) -> bool:
        """Whether so many lines can be added, half a line more or less."""
        half = missing % 1 > 0
        if half and self.last < 0:
            return False
        lines = len(self.lines) - (half and self.last in self.lines)
        return int(missing) <= min(lines + len(self.halves), MOST)

    @property
    def most(self) -> float:
        """How many lines there may be more."""
        return min(len(self.lines) + len(self.halves), MOST) + (self.last >= 0) / 2


def distribute(missing: float, stretch: PageStretch) -> Sequence[tuple[int, float, float]]:
    """Return the blocks around which space is added, and how many lines above and below; the lowest blocks of the page are
    taken first.

    >>> distribute(2, PageStretch(lines=(2, 5), halves=(4,)))
    [(2, 1.0, 0.0), (5, 1.0, 0.0)]
    >>> distribute(3, PageStretch(lines=(2, 5), halves=(4,)))
    [(2, 1.0, 0.0), (4, 0.5, 0.5), (5, 1.0, 0.0)]
    >>> distribute(1.5, PageStretch(lines=(2, 5), last=5))
    [(2, 1.0, 0.0), (5, 0.5, 0.0)]
    """
    assert stretch.can_add(missing), "a page is filled if it can be"
    half = missing % 1 > 0
    lines = [number for number in stretch.lines if not half or number != stretch.last]
    halves = list(stretch.halves)
    added = [(stretch.last, 0.5, 0.0)] if half else []
    added += [(lines.pop(), 1.0, 0.0) if lines else (halves.pop(), 0.5, 0.5) for _ in range(int(missing))]
    return sorted(added)
