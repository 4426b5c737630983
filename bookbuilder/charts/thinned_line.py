"""Leaves out points of a long line that nobody could see: of each short stretch ends, highest and lowest point stay."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.charts.drawing import Point

MOST = 1200
"""Points of a line, some two for each pixel of a page."""
_KEPT = 4
"""Points that stay of a stretch."""


def thinned(points: Sequence[Point], most: int = MOST) -> tuple[Point, ...]:
    """Return the points of a line, not many more than so many.

    >>> line = [(float(x), float(x % 7)) for x in range(10_000)]
    >>> len(thinned(line)), thinned(line[:3])
    (1094, ((0.0, 0.0), (1.0, 1.0), (2.0, 2.0)))
    """
    if len(points) <= most:
        return tuple(points)
    stretch = -(-len(points) * _KEPT // most)
    result: list[Point] = []
    for start in range(0, len(points), stretch):
        part = range(start, min(start + stretch, len(points)))
        ends = (
            part[0],
            min(part, key=lambda at: points[at][1]),
            max(part, key=lambda at: points[at][1]),
            part[-1],
        )
        result += [points[at] for at in sorted(set(ends))]
    return tuple(result)


def kept_places(count: int) -> tuple[int, ...]:
    """Return which of so many places areas are drawn with: all, or evenly some of them, with the last one.

    >>> kept_places(3), len(kept_places(10_000)), kept_places(10_000)[-1]
    ((0, 1, 2), 1112, 9999)
    """
    step = max(-(-count // MOST), 1)
    return tuple(dict.fromkeys((*range(0, count, step), count - 1)))
