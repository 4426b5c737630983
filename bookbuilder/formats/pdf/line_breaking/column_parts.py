"""Parts the columns of a table that is too wide, into as few tables as have room, each with the same columns first.

Columns that a cell spans stay together. Of all ways with that number of tables, that one is taken in which the widest table
is as narrow as can be, so that the last one is no leftover.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from math import inf


def column_parts(
    widths: Sequence[float], edges: Collection[int], room: float
) -> tuple[int, tuple[int, ...]] | None:
    """Return how many columns are repeated, and the columns with which the tables behind the first one begin; None if a
    table cannot be parted, or has room as it is.

    `widths` are those that the columns need, in px, `room` is what there is; `edges` are the numbers of columns (from 0)
    before which a table may be parted. The columns before the first of them are repeated. Columns that have no room beside
    them stand there alone nevertheless; the repeated ones take half of the room at most.

    >>> column_parts([40, 30, 30, 30, 30, 30], [1, 2, 3, 4, 5], 110)
    (1, (2, 4))
    >>> column_parts([40, 30, 30, 30, 30], [1, 2, 3, 4], 110)
    (1, (3,))
    >>> column_parts([40, 30, 30, 30, 30], [1, 4], 110)
    (1, (4,))
    >>> column_parts([40, 30], [1], 50) is None
    True
    """
    begins = sorted(edge for edge in set(edges) if 0 < edge < len(widths))
    if len(begins) < 2 or sum(widths) <= room:
        return None
    repeated, *_ = begins
    left = max(room - sum(widths[:repeated]), room / 2)
    # What is wider than the room takes all of it.
    spans = [min(sum(widths[begin:end]), left) for begin, end in pairwise([*begins, len(widths)])]
    count, filled = 1, 0.0
    for at, span in enumerate(spans):
        if at and filled + span > left:
            count, filled = count + 1, 0.0
        filled += span
    if count < 2:
        return None
    chosen = _balanced(spans, count)
    return repeated, tuple(begins[at] for at in chosen)


def _balanced(spans: Sequence[float], count: int) -> list[int]:
    """Return with which spans the pieces behind the first one begin, if so many pieces are as even as can be."""
    ends = len(spans)
    # For each number of pieces, the widest piece of the best way to set the first spans in them, and where its last begins.
    best = [[(inf, 0)] * (ends + 1) for _ in range(count + 1)]
    best[0][0] = (0.0, 0)
    for pieces in range(1, count + 1):
        for end in range(pieces, ends + 1):
            best[pieces][end] = min(
                (max(best[pieces - 1][begin][0], sum(spans[begin:end])), begin)
                for begin in range(pieces - 1, end)
            )
    chosen: list[int] = []
    end = ends
    for pieces in range(count, 1, -1):
        end = best[pieces][end][1]
        chosen.append(end)
    return chosen[::-1]
