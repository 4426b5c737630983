"""Spreads the lines that a page lacks over the blocks above which there may be more space.

A line above a heading or a figure keeps the text below it on the grid of lines; so does half a line above a quotation or a
list, which stands half a line off the grid, and one more half above another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bookbuilder.formats.pdf.page_breaking.blocks import ColumnBlock

MOST = 8
"""Half lines that are added to a page at most: with more, one would see it beside the page that faces it."""


class Growing(NamedTuple):
    """Blocks of a page, by their numbers, in their order: those above which there may be a line more (`lines`), and those
    above which there may be half a line more (`halves`)."""

    lines: tuple[int, ...] = ()
    halves: tuple[int, ...] = ()

    def with_block(self, number: int, block: ColumnBlock, step: float, noise: float) -> Growing:
        """Return these and a block that comes next, where lines are `step` px apart, but for `noise` px."""
        if block.stretch >= step - noise:
            return Growing((*self.lines, number), self.halves)
        if block.stretch >= step / 2 - noise:
            return Growing(self.lines, (*self.halves, number))
        return self

    @property
    def most(self) -> int:
        """How many half lines there may be more."""
        return min(2 * len(self.lines) + len(self.halves), MOST)


def spread(missing: int, growing: Growing) -> Sequence[tuple[int, int]]:
    """Return the blocks above which space is added, and how many half lines; the lowest blocks of the page are taken first.

    >>> spread(3, Growing(lines=(2, 5), halves=(4,)))
    [(4, 1), (5, 2)]
    >>> spread(4, Growing(lines=(2, 5), halves=(4,)))
    [(2, 2), (5, 2)]
    >>> spread(1, Growing(lines=(2, 5)))
    [(5, 1)]
    """
    assert missing <= growing.most, "a page is filled if it can be"
    lines, halves = list(growing.lines), list(growing.halves)
    added = []
    if missing % 2:
        added.append(((halves or lines).pop(), 1))
    for _ in range(missing // 2):
        if lines:
            added.append((lines.pop(), 2))
        else:
            added += [(halves.pop(), 1), (halves.pop(), 1)]
    return sorted(added)
