"""Leaves out points of lines that nobody could see. Ends stay, so that areas that share a line still meet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
_PART = 1000
"""Points that are looked at together: a line of a million points that goes to and fro would take for ever."""


def thinned(points: Sequence[Point], distance: float) -> list[Point]:
    """Return points that are not nearer to the one before than a distance, and both ends.

    >>> thinned([(0, 0), (0.1, 0), (0.2, 0), (1, 0), (1.1, 0)], 0.5)
    [(0, 0), (1, 0), (1.1, 0)]
    """
    last = x, y = points[0]
    result = [last]
    for point in points:
        if abs(point[0] - x) + abs(point[1] - y) >= distance:
            x, y = point
            result.append(point)
    if result[-1] != points[-1] or len(result) == 1:
        result.append(points[-1])
    return result


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Return a line with as few points as keep it within a tolerance (Douglas and Peucker, 1973).

    >>> simplified([(0, 0), (1, 0.1), (2, 0), (3, 2), (4, 0)], 0.5)
    [(0, 0), (2, 0), (3, 2), (4, 0)]
    """
    if len(points) < 3:
        return list(points)
    end = len(points) - 1
    parts = [*range(0, end, _PART), end]
    square, kept, stack = tolerance * tolerance, set(parts), list(pairwise(parts))
    while stack:
        first, last = stack.pop()
        (x, y), (end_x, end_y) = points[first], points[last]
        wide, high = end_x - x, end_y - y
        length = wide * wide + high * high
        most, at = square, 0
        for index in range(first + 1, last):
            across, down = points[index][0] - x, points[index][1] - y
            if length:
                share = (across * wide + down * high) / length
                if share >= 1:
                    across, down = across - wide, down - high
                elif share > 0:
                    across, down = across - share * wide, down - share * high
            away = across * across + down * down
            if away > most:
                most, at = away, index
        if at:
            kept.add(at)
            stack += [(first, at), (at, last)]
    return [points[index] for index in sorted(kept)]
