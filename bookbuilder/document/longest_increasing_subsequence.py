"""Finds what has kept its order among places that have not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def longest_increasing_subsequence(places: Sequence[int], *, level: bool = False) -> list[int]:
    """Return the indices of a longest run of places that rise, or with `level` do not fall.

    >>> longest_increasing_subsequence([0, 3, 1, 2, 4])
    [0, 2, 3, 4]
    >>> longest_increasing_subsequence([1, 1, 0], level=True)
    [0, 1]
    """
    search = bisect_right if level else bisect_left
    ends: list[int] = []  # the least end of a run of each length
    last: list[int] = []  # its index
    before: list[int] = []
    for at, place in enumerate(places):
        row = search(ends, place)
        before.append(last[row - 1] if row else -1)
        if row == len(ends):
            ends.append(place)
            last.append(at)
        else:
            ends[row], last[row] = place, at
    found, at = [], last[-1] if last else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]
