"""Matches the blocks of an old version of a text with those of the new one: same, moved, changed, split, merged."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.document.longest_increasing_subsequence import longest_increasing_subsequence
from bookbuilder.translate.plain_text import words

MIN_OVERLAP = 0.5
"""The least word overlap of a block and its changed version at the same place."""
MIN_OVERLAP_MOVED = 0.7
"""The same, at different places."""
MAX_PAIRS = 40_000
"""Gaps with more pairs of blocks than this are compared in order only."""


@dataclass(frozen=True, slots=True)
class VersionMatch:
    """Positions of old blocks and of the new blocks they have become; `same` if the text is unchanged."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    same: bool
    overlap: float = 1.0


def match_versions(
    old: Sequence[str], new: Sequence[str], old_texts: Sequence[str], new_texts: Sequence[str]
) -> list[VersionMatch]:
    """Return the matches of two versions; `old` and `new` are hashes of blocks, the others their plain texts.

    Equal blocks are matched first, anywhere. Between those, blocks are compared by word overlap, one with one or one with
    two or three; the rest is compared with everything.
    """
    same = match_equal(old, new)
    result = [VersionMatch((a,), (b,), same=True) for a, b in same]
    left = set(range(len(old))) - {a for a, _ in same}, set(range(len(new))) - {b for _, b in same}
    bags = [Counter(words(text)) for text in old_texts], [Counter(words(text)) for text in new_texts]
    for rows, columns in _gaps(same, left[0], left[1], len(old), len(new)):
        for match in _changed(rows, columns, *bags):
            result.append(match)
            left[0].difference_update(match.old)
            left[1].difference_update(match.new)
    rest = sorted(left[0]), sorted(left[1])
    if len(rest[0]) * len(rest[1]) <= MAX_PAIRS:
        options = sorted(
            (
                # Negative, so that in the reversed order the first places win among equal overlaps.
                (share, -a, -b)
                for a in rest[0]
                for b in rest[1]
                if (share := word_overlap(bags[0][a], bags[1][b])) >= MIN_OVERLAP_MOVED
            ),
            reverse=True,
        )
        for share, a, b in options:
            if -a in left[0] and -b in left[1]:
                result.append(VersionMatch((-a,), (-b,), same=False, overlap=share))
                left[0].discard(-a)
                left[1].discard(-b)
    return sorted(result, key=lambda match: (match.old, match.new))


def match_equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return pairs of positions of equal values, each used once; common prefixes and suffixes are paired first."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    result = [(index, index) for index in range(start)]
    waiting: dict[Hashable, deque[int]] = {}
    for index in range(start, len(new) - end):
        waiting.setdefault(new[index], deque()).append(index)
    result += [
        (index, queue.popleft())
        for index in range(start, len(old) - end)
        if (queue := waiting.get(old[index]))
    ]
    return result + [(len(old) - 1 - index, len(new) - 1 - index) for index in reversed(range(end))]


def _gaps(
    same: Sequence[tuple[int, int]], old: set[int], new: set[int], rows: int, columns: int
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the unmatched blocks of both versions between blocks whose order is unchanged."""
    order = sorted(same)
    fixed = [order[index] for index in longest_increasing_subsequence([b for _, b in order])]
    above = -1, -1
    for anchor in [*fixed, (rows, columns)]:
        inner = (
            [index for index in range(above[0] + 1, anchor[0]) if index in old],
            [index for index in range(above[1] + 1, anchor[1]) if index in new],
        )
        if inner[0] and inner[1]:
            yield inner
        above = anchor


def _changed(
    rows: Sequence[int], columns: Sequence[int], old: Sequence[Counter[str]], new: Sequence[Counter[str]]
) -> list[VersionMatch]:
    """Return the pairs with the highest word overlap that keep the order."""
    if len(rows) * len(columns) > MAX_PAIRS:
        return [
            VersionMatch((a,), (b,), same=False, overlap=share)
            for a, b in zip(rows, columns, strict=False)
            if (share := word_overlap(old[a], new[b])) >= MIN_OVERLAP
        ]
    best: list[list[tuple[float, int, int]]] = [
        [(0.0, 0, 0)] * (len(columns) + 1) for _ in range(len(rows) + 1)
    ]
    totals = [bag.total() for bag in old], [bag.total() for bag in new]
    for i in range(len(rows) + 1):
        for j in range(len(columns) + 1):
            options = [(0.0, 0, 0)] if i == j == 0 else []
            if i:
                options.append((best[i - 1][j][0], 1, 0))
            if j:
                options.append((best[i][j - 1][0], 0, 1))
            for up, left in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1)):
                if up <= i and left <= j:
                    a, b = rows[i - up : i], columns[j - left : j]
                    sizes = sum(totals[0][index] for index in a), sum(totals[1][index] for index in b)
                    if 2 * min(sizes) < MIN_OVERLAP * sum(sizes):
                        continue  # the lengths differ too much for enough overlap
                    share = word_overlap(_sum(old, a), _sum(new, b))
                    if share >= MIN_OVERLAP:
                        # A merged match is worth as much as single ones, minus a small penalty.
                        worth = share * (up + left) / 2 - 0.05 * (up + left - 2)
                        options.append((best[i - up][j - left][0] + worth, up, left))
            best[i][j] = max(options)
    found, i, j = [], len(rows), len(columns)
    while i or j:
        _, up, left = best[i][j]
        if up and left:
            was, now = tuple(rows[i - up : i]), tuple(columns[j - left : j])
            found.append(
                VersionMatch(was, now, same=False, overlap=word_overlap(_sum(old, was), _sum(new, now)))
            )
        i, j = i - up, j - left
    return found


def _sum(bags: Sequence[Counter[str]], places: Sequence[int]) -> Counter[str]:
    if len(places) == 1:
        return bags[places[0]]
    total: Counter[str] = Counter()
    for place in places:
        total.update(bags[place])
    return total


def word_overlap(one: Counter[str], other: Counter[str]) -> float:
    """Return the word overlap of two texts (Dice's coefficient), 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
