"""Counts the lines that run through a box, roughly and quickly: a name may have hundreds of places on a map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bookbuilder.maps.clipping import Box

Point = tuple[float, float]
_FIELD = 0.45
"""The size of a field, in the size of the type."""


class Crossings:
    """The lines that run through the small fields of a map.

    >>> Crossings([[(0, 0), (9, 9)], [(0, 9), (1, 9)]], 1.0).count((4, 4, 6, 9))
    1
    """

    def __init__(self, lines: Sequence[Sequence[Point]], size: float) -> None:
        self._field = field = _FIELD * size
        self._lines: dict[tuple[int, int], set[int]] = {}
        fields = self._lines
        for number, line in enumerate(lines):
            for (x, y), (end_x, end_y) in pairwise(line):
                steps = int(max(abs(end_x - x), abs(end_y - y)) // field) + 1
                across, down = (end_x - x) / steps, (end_y - y) / steps
                for step in range(steps + 1):
                    at = int((x + step * across) // field), int((y + step * down) // field)
                    if at in fields:
                        fields[at].add(number)
                    else:
                        fields[at] = {number}

    def count(self, box: Box) -> int:
        """Return how many lines run through a box."""
        field, found, fields = self._field, set[int](), self._lines
        columns = range(int(box[0] // field), int(box[2] // field) + 1)
        for row in range(int(box[1] // field), int(box[3] // field) + 1):
            for column in columns:
                if (column, row) in fields:
                    found |= fields[column, row]
        return len(found)
