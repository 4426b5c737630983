"""Finds the blocks of an old text again in its new one: same, moved, changed, split, merged."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.document.longest_increasing_subsequence import longest_increasing_subsequence
from bookbuilder.translate.words import words

ALIKE = 0.5
"""How much of the words two texts must share to be one that was changed."""
AFAR = 0.7
"""The same, for texts that stand at other places."""
WIDEST = 40_000
"""Pairs of changed blocks between two unchanged ones that are compared; of more, only those of the same turn are."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Positions of old blocks and of the new ones that they have become; `same` if the text has not changed."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    same: bool
    alike: float = 1.0


def follow(
    old: Sequence[str], new: Sequence[str], old_texts: Sequence[str], new_texts: Sequence[str]
) -> list[Followed]:
    """Return what became of old blocks: `old` and `new` are their hashes, the other two their plain texts.

    Equal blocks are found first, wherever they stand; what is left between them is compared by its words, one with one and
    one with two or three; what is left then, with anything.
    """
    same = equal(old, new)
    found = [Followed((a,), (b,), same=True) for a, b in same]
    left = set(range(len(old))) - {a for a, _ in same}, set(range(len(new))) - {b for _, b in same}
    bags = [Counter(words(text)) for text in old_texts], [Counter(words(text)) for text in new_texts]
    for rows, columns in _gaps(same, left[0], left[1], len(old), len(new)):
        for one in _changed(rows, columns, *bags):
            found.append(one)
            left[0].difference_update(one.old)
            left[1].difference_update(one.new)
    rest = sorted(left[0]), sorted(left[1])
    if len(rest[0]) * len(rest[1]) <= WIDEST:
        options = sorted(
            (
                (share, -a, -b)
                for a in rest[0]
                for b in rest[1]
                if (share := alike(bags[0][a], bags[1][b])) >= AFAR
            ),
            reverse=True,
        )
        for share, a, b in options:
            if -a in left[0] and -b in left[1]:
                found.append(Followed((-a,), (-b,), same=False, alike=share))
                left[0].discard(-a)
                left[1].discard(-b)
    return sorted(found, key=lambda one: (one.old, one.new))


def equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the positions of equal values, each used once: the first with the first, the last with the last if there
    are as many before and behind."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    found = [(at, at) for at in range(start)]
    waiting: dict[Hashable, deque[int]] = {}
    for at in range(start, len(new) - end):
        waiting.setdefault(new[at], deque()).append(at)
    found += [(at, queue.popleft()) for at in range(start, len(old) - end) if (queue := waiting.get(old[at]))]
    return found + [(len(old) - 1 - at, len(new) - 1 - at) for at in reversed(range(end))]


def _gaps(
    same: Sequence[tuple[int, int]], old: set[int], new: set[int], rows: int, columns: int
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield what is left of both texts between blocks whose order has stayed."""
    order = sorted(same)
    fixed = [order[at] for at in longest_increasing_subsequence([b for _, b in order])]
    above = -1, -1
    for anchor in [*fixed, (rows, columns)]:
        inner = (
            [at for at in range(above[0] + 1, anchor[0]) if at in old],
            [at for at in range(above[1] + 1, anchor[1]) if at in new],
        )
        if inner[0] and inner[1]:
            yield inner
        above = anchor


def _changed(
    rows: Sequence[int], columns: Sequence[int], old: Sequence[Counter[str]], new: Sequence[Counter[str]]
) -> list[Followed]:
    """Return the pairs of texts that share most words, in the same order."""
    if len(rows) * len(columns) > WIDEST:
        return [
            Followed((a,), (b,), same=False, alike=share)
            for a, b in zip(rows, columns, strict=False)
            if (share := alike(old[a], new[b])) >= ALIKE
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
                    sizes = sum(totals[0][at] for at in a), sum(totals[1][at] for at in b)
                    if 2 * min(sizes) < ALIKE * sum(sizes):
                        continue  # too unlike in length to share enough
                    share = alike(_sum(old, a), _sum(new, b))
                    if share >= ALIKE:
                        # Texts that fit as one are worth as much as those that fit one by one, less a little.
                        worth = share * (up + left) / 2 - 0.05 * (up + left - 2)
                        options.append((best[i - up][j - left][0] + worth, up, left))
            best[i][j] = max(options)
    found, i, j = [], len(rows), len(columns)
    while i or j:
        _, up, left = best[i][j]
        if up and left:
            was, now = tuple(rows[i - up : i]), tuple(columns[j - left : j])
            found.append(Followed(was, now, same=False, alike=alike(_sum(old, was), _sum(new, now))))
        i, j = i - up, j - left
    return found


def _sum(bags: Sequence[Counter[str]], places: Sequence[int]) -> Counter[str]:
    if len(places) == 1:
        return bags[places[0]]
    total: Counter[str] = Counter()
    for place in places:
        total.update(bags[place])
    return total


def alike(one: Counter[str], other: Counter[str]) -> float:
    """Return which part of the words of two texts they share (Dice's coefficient), 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
