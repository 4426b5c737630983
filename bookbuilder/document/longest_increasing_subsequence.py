"""Finds the longest increasing subsequence: the positions that kept their order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def longest_increasing_subsequence(values: Sequence[int], *, allow_equal: bool = False) -> list[int]:
    """Return the indices of a longest strictly increasing subsequence; with `allow_equal`, non-decreasing.

    >>> longest_increasing_subsequence([0, 3, 1, 2, 4])
    [0, 2, 3, 4]
    >>> longest_increasing_subsequence([1, 1, 0], allow_equal=True)
    [0, 1]
    """
    search = bisect_right if allow_equal else bisect_left
    ends: list[int] = []  # the least last value of a subsequence of each length
    end_indices: list[int] = []  # the index of that value
    predecessors: list[int] = []
    for index, value in enumerate(values):
        length = search(ends, value)
        predecessors.append(end_indices[length - 1] if length else -1)
        if length == len(ends):
            ends.append(value)
            end_indices.append(index)
        else:
            ends[length], end_indices[length] = value, index
    indices, index = [], end_indices[-1] if end_indices else -1
    while index >= 0:
        indices.append(index)
        index = predecessors[index]
    return indices[::-1]
