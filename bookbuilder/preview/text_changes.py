"""Says where a place of a text stands after the text was edited."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

MOST = 2_000_000
"""The most pairs of lines that are compared; where more have changed, lines stay where they were."""


def moved(place: tuple[int, int], old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return where a place (line and column, from 1) of a text stands in a newer one, both given by their lines: behind the
    same characters, or if they are gone where they were.

    >>> moved((2, 3), ["a", "one two"], ["a", "b", "one two"])
    (3, 3)
    >>> moved((1, 5), ["one two"], ["or one two"])
    (1, 8)
    """
    line, column = place
    if not 0 < line <= len(old) or list(old) == list(new):
        return place
    if not new:
        return 1, 1
    row = _row(line - 1, old, new)
    return row + 1, _column(column, old[line - 1], new[row])


def _row(row: int, old: Sequence[str], new: Sequence[str]) -> int:
    """Return the line of the new text that a line of the old one has become, both from 0."""
    first = _same(old, new)
    last = _same(old[first:][::-1], new[first:][::-1])
    if row < first:
        return row
    if row >= len(old) - last:
        return row + len(new) - len(old)
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    if len(before) * len(after) > MOST:
        return min(row, len(new) - 1)
    at = row - first
    for kind, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if not start <= at < end:
            continue
        if kind == "equal":
            return first + begin + at - start
        like = max(
            range(begin, stop),
            key=lambda one: (_likeness(before[at], after[one]), -abs(one - begin - at + start)),
            default=min(begin, len(after) - 1),
        )
        return min(max(first + like, 0), len(new) - 1)
    return min(row, len(new) - 1)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two sequences have in common at their beginning.

    >>> _same("abc", "abd")
    2
    """
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _likeness(one: str, other: str) -> int:
    """Return how many characters two lines have in common at both ends."""
    first = _same(one, other)
    return first + _same(one[first:][::-1], other[first:][::-1])


def _column(column: int, old: str, new: str) -> int:
    first = _same(old, new)
    if column <= first + 1 and column <= len(new) + 1 and (column <= first or old == new):
        return column
    last = _same(old[first:][::-1], new[first:][::-1])
    if column > len(old) - last:
        return column + len(new) - len(old)
    return min(first, len(new)) + 1
