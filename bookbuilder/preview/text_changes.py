"""Says where a place of a text stands after the text was edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

MOST = 250_000
"""The most pairs of lines that are compared; where more have changed, lines stay where they were."""


@dataclass(frozen=True, eq=False)
class TextChange:
    """What became of a text, both given by their lines.

    >>> TextChange(["a", "one two"], ["a", "b", "one two"]).moved(2, 3)
    (3, 3)
    >>> TextChange(["one two"], ["or one two"]).moved(1, 5)
    (1, 8)
    """

    old: Sequence[str]
    new: Sequence[str]

    def moved(self, line: int, column: int) -> tuple[int, int]:
        """Return where a place (line and column, from 1) of the old text stands in the new one: behind the same characters,
        or if they are gone where they were."""
        if not 0 < line <= len(self.old):
            return line, column
        if not self.new:
            return 1, 1
        row = self._row(line - 1)
        return row + 1, _column(column, self.old[line - 1], self.new[row])

    @cached_property
    def _ends(self) -> tuple[int, int]:
        """How many lines both have in common at the beginning and at the end."""
        first = _same(self.old, self.new)
        return first, _same(self.old[first:][::-1], self.new[first:][::-1])

    @cached_property
    def _between(self) -> list[tuple[str, int, int, int, int]]:
        """What became of the lines between the ends, as `SequenceMatcher` says it."""
        first, last = self._ends
        # What both have in common at their ends is not compared: an edit changes a few of thousands of lines.
        before, after = self.old[first : len(self.old) - last], self.new[first : len(self.new) - last]
        if len(before) * len(after) > MOST:
            return []
        # Otherwise a line that is frequent, such as an empty one, is never matched (difflib).
        return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())

    def _row(self, row: int) -> int:
        """Return the line of the new text for a line of the old one, both from 0."""
        first, last = self._ends
        end = len(self.new) - 1
        if row < first:
            return row
        if row >= len(self.old) - last:
            return row + len(self.new) - len(self.old)
        for kind, start, stop, begin, behind in self._between:
            if not start <= row - first < stop:
                continue
            beside = begin + row - first - start
            if kind == "equal":
                return first + beside
            like = max(
                range(begin, behind),
                key=lambda one: (_likeness(self.old[row], self.new[first + one]), -abs(one - beside)),
                default=begin,
            )
            return min(first + like, end)
        return min(row, end)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two sequences have in common at their beginning.

    >>> _same("abc", "abd")
    2
    """
    both = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(both) if a != b), min(len(one), len(other)))


def _likeness(one: str, other: str) -> int:
    """Return how many characters two lines have in common at both ends."""
    first = _same(one, other)
    return first + _same(one[first:][::-1], other[first:][::-1])


def _column(column: int, old: str, new: str) -> int:
    """Return the column in the new line for a column of the old one."""
    first = _same(old, new)
    if column <= first or old == new:
        return column
    last = _same(old[first:][::-1], new[first:][::-1])
    return column + len(new) - len(old) if column > len(old) - last else first + 1
