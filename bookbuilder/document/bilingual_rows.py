"""Aligns the blocks of a chapter in two languages into rows: matching blocks share a row, and both sides keep their order.

A row holds all blocks that are linked with one another: a paragraph that was split in two stands beside both halves. Of
links that cross, as many as possible are kept; a block that the translation moved is alone in its row, since reading
order is that of the author and of the translator.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from bookbuilder.document import nodes
from bookbuilder.document.longest_increasing_subsequence import longest_increasing_subsequence
from bookbuilder.document.nodes import Block

RowRanges: TypeAlias = tuple[range, range]
"""Index ranges of blocks of the first language and of the second; one may be empty."""
BlockLink: TypeAlias = tuple[int, int]
"""Indices of matching blocks of the first language and of the second."""
STRAY_FACTOR = 4
"""A link is ignored if one of its blocks has another link made of this many times as many texts."""


def align_rows(
    first: Sequence[Block],
    second: Sequence[Block],
    links: Iterable[BlockLink],
    texts: tuple[Collection[int], Collection[int]] = ((), ()),
) -> Iterator[RowRanges]:
    """Yield the rows of two runs of blocks; each block is in one row, in its order.

    A link that is given several times is made of several texts, as that of two lists is of their items. Blocks without
    links, such as rules and generated lists, share a row if they are of one kind and between the same others; but not
    those in `texts`, which hold words of an author and are known to have no counterpart.
    """
    counted = Counter(links)
    linked = {at for at, _ in counted}.union(texts[0]), {at for _, at in counted}.union(texts[1])
    a = b = 0
    for first_range, second_range in (
        *_groups(_without_crossings(counted)),
        (range(len(first), len(first)), range(len(second), len(second))),
    ):
        yield from _unlinked_rows(
            first, second, range(a, first_range.start), range(b, second_range.start), linked
        )
        if first_range or second_range:
            yield first_range, second_range
        a, b = first_range.stop, second_range.stop


def _without_crossings(counted: Counter[BlockLink]) -> list[BlockLink]:
    """Return as many links as possible that do not cross, in their order."""
    best: tuple[dict[int, int], dict[int, int]] = {}, {}
    for link, number in counted.items():
        for at, counts in zip(link, best):
            counts[at] = max(counts.get(at, 0), number)
    links = sorted(
        (a, b) for (a, b), number in counted.items() if number * STRAY_FACTOR > max(best[0][a], best[1][b])
    )
    return [links[at] for at in longest_increasing_subsequence([b for _, b in links], allow_equal=True)]


def _groups(links: Iterable[BlockLink]) -> Iterator[RowRanges]:
    """Yield the ranges of blocks that links tie together; the links do not cross."""
    first_range = second_range = range(0)
    for a, b in links:
        if (first_range or second_range) and (a < first_range.stop or b < second_range.stop):
            first_range, second_range = (
                range(first_range.start, max(first_range.stop, a + 1)),
                range(second_range.start, max(second_range.stop, b + 1)),
            )
            continue
        if first_range:
            yield first_range, second_range
        first_range, second_range = range(a, a + 1), range(b, b + 1)
    if first_range:
        yield first_range, second_range


def _unlinked_rows(
    first: Sequence[Block],
    second: Sequence[Block],
    first_range: range,
    second_range: range,
    linked: tuple[set[int], set[int]],
) -> Iterator[RowRanges]:
    """Yield the rows of blocks without links."""
    waiting: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for index in second_range:
        if index not in linked[1]:
            waiting[_kind(second[index])].append(index)
    b = second_range.start
    for index in first_range:
        same = waiting[_kind(first[index])] if index not in linked[0] else deque[int]()
        while same and same[0] < b:
            same.popleft()
        if not same or not _kind(first[index]):
            yield range(index, index + 1), range(b, b)
            continue
        match_at = same.popleft()
        yield from ((range(index, index), range(skipped, skipped + 1)) for skipped in range(b, match_at))
        yield range(index, index + 1), range(match_at, match_at + 1)
        b = match_at + 1
    yield from (
        (range(first_range.stop, first_range.stop), range(skipped, skipped + 1))
        for skipped in range(b, second_range.stop)
    )


def _kind(block: Block) -> tuple[str, ...]:
    """Return what identifies a block without an author's text; empty if it may have some."""
    match block:
        case nodes.Rule() | nodes.PageBreak():
            return (type(block).__name__,)
        case nodes.Box(kind=kind, classes=classes):
            return ("Box", kind, *classes)
        case nodes.Figure(image=image):
            return ("Figure", image.source.rpartition("/")[2])
        case _:
            return ()
