"""Cuts polygons and lines at the edges of a frame, and lines where labels stand."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def clipped_ring(points: Sequence[Point], frame: Box) -> list[Point]:
    """Return the part of a polygon inside a frame (Sutherland and Hodgman, 1974); empty if there is none.

    >>> clipped_ring([(-1, 1), (1, 1), (1, 3), (-1, 3)], (0, 0, 9, 9))
    [(0, 1.0), (1, 1), (1, 3), (0, 3.0)]
    """
    result = list(points)
    for axis, edge, below in (
        (0, frame[0], False),
        (0, frame[2], True),
        (1, frame[1], False),
        (1, frame[3], True),
    ):
        values = [point[axis] for point in result]
        if not values:
            return []
        if (max(values) <= edge) if below else (min(values) >= edge):
            continue
        if (min(values) > edge) if below else (max(values) < edge):
            return []
        result = _cut(result, axis, edge, below=below)
    return result if len(result) > 2 else []


def _cut(points: Sequence[Point], axis: int, edge: float, *, below: bool) -> list[Point]:
    result: list[Point] = []
    before = points[-1]
    was_inside = (before[axis] <= edge) if below else (before[axis] >= edge)
    for point in points:
        inside = (point[axis] <= edge) if below else (point[axis] >= edge)
        if inside != was_inside:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            result.append((edge, other) if axis == 0 else (other, edge))
        if inside:
            result.append(point)
        before, was_inside = point, inside
    return result


def clipped_line(points: Sequence[Point], frame: Box) -> Iterator[list[Point]]:
    """Yield the parts of a line inside a frame.

    >>> list(clipped_line([(-2, 2), (2, 2), (2, -2), (4, 2)], (0, 0, 9, 9)))
    [[(0.0, 2.0), (2, 2), (2.0, 0.0)], [(3.0, 0.0), (4, 2)]]
    """
    part: list[Point] = []
    for one, other in itertools.pairwise(points):
        inner = _inside(one, other, frame)
        if inner is None:
            if part:
                yield part
            part = []
            continue
        start, end = inner
        first = one if start == 0 else _between(one, other, start)
        if part and start > 0:
            yield part
            part = []
        if not part:
            part = [first]
        part.append(other if end == 1 else _between(one, other, end))
        if end < 1:
            yield part
            part = []
    if part:
        yield part


def _inside(one: Point, other: Point, frame: Box) -> tuple[float, float] | None:
    """Return the share of a stroke that is inside a frame, from and to (Liang and Barsky, 1984); None if nothing is."""
    start, end = 0.0, 1.0
    for axis in (0, 1):
        step, low, high = other[axis] - one[axis], frame[axis] - one[axis], frame[axis + 2] - one[axis]
        if not step:
            if low > 0 or high < 0:
                return None
            continue
        first, last = (low / step, high / step) if step > 0 else (high / step, low / step)
        if first > start:
            start = first
        if last < end:
            end = last
        if start >= end:
            return None
    return start, end


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def line_without(points: Sequence[Point], boxes: Iterable[Box]) -> list[list[Point]]:
    """Return the parts of a line outside of boxes.

    >>> line_without([(0, 1), (9, 1)], [(3, 0, 6, 2)])
    [[(0, 1), (3.0, 1.0)], [(6.0, 1.0), (9, 1)]]
    """
    whole, parts = box_of(points), [list(points)]
    for box in boxes:
        if not meets(whole, box):
            continue
        parts = [piece for part in parts for piece in _without(part, box)]
    return parts


def _without(points: list[Point], box: Box) -> Iterator[list[Point]]:
    if not meets(box_of(points), box):
        yield points
        return
    part = [points[0]]
    for one, other in itertools.pairwise(points):
        inner = _inside(one, other, box)
        if inner is None:
            part.append(other)
            continue
        start, end = inner
        if start > 0:
            part.append(_between(one, other, start))
        if len(part) > 1:
            yield part
        part = [_between(one, other, end)] if end < 1 else [other]
        if end < 1:
            part.append(other)
    if len(part) > 1:
        yield part


def box_of(points: Iterable[Point]) -> Box:
    """Return the box around points."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def stroke_meets(start: Point, end: Point, boxes: Iterable[Box]) -> bool:
    """Whether a stroke runs through one of some boxes."""
    left, right = (start[0], end[0]) if start[0] < end[0] else (end[0], start[0])
    top, bottom = (start[1], end[1]) if start[1] < end[1] else (end[1], start[1])
    return any(
        left < box[2] and box[0] < right and top < box[3] and box[1] < bottom
        and _inside(start, end, box) is not None
        for box in boxes
    )  # fmt: skip


def line_meets(points: Sequence[Point], box: Box) -> bool:
    """Whether a line runs through a box."""
    return meets(box_of(points), box) and any(
        _inside(one, other, box) is not None for one, other in itertools.pairwise(points)
    )
