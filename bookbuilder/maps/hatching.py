"""Fills areas with parallel strokes: of these countries nothing is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, sqrt

Point = tuple[float, float]
_HALF = 1 / sqrt(2)


def hatching(rings: Sequence[Sequence[Point]], gap: float) -> Iterator[tuple[Point, Point]]:
    """Yield strokes through areas, from below left to above right, at a distance that all areas of a drawing share.

    >>> len(list(hatching([[(0, 0), (10, 0), (10, 10), (0, 10)]], 2)))
    8
    """
    turned = [[((x - y) * _HALF, (x + y) * _HALF) for x, y in ring] for ring in rings]
    levels: dict[int, list[float]] = {}
    for ring in turned:
        for (x, y), (end, level) in zip(ring, (*ring[1:], ring[0]), strict=True):
            low, high = sorted((y, level))
            for number in range(ceil(low / gap), floor(high / gap) + 1):
                height = number * gap
                if (y > height) != (level > height):
                    levels.setdefault(number, []).append(x + (height - y) / (level - y) * (end - x))
    for number, crossings in sorted(levels.items()):
        height, sides = number * gap, sorted(crossings)
        for start, end in zip(sides[0::2], sides[1::2], strict=False):
            yield _back(start, height), _back(end, height)


def _back(x: float, y: float) -> Point:
    return (x + y) * _HALF, (y - x) * _HALF
