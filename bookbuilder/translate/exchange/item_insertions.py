"""Finds where new list items and table rows go in a translation that already has the list or table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.exchange.insertable_items import ListItem, innermost

TargetPositions = Callable[[Block], Sequence[int]]
"""Returns the positions of the target blocks that translate a source block."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A new item or row: `piece` of the source with its `blocks`. It goes after (`behind`) or before the item `near` of the
    translation; `last` is the position of the target block above it."""

    piece: ListItem
    blocks: tuple[Block, ...]
    near: ListItem
    behind: bool
    last: int


def insertions(
    inner: Sequence[Block],
    pieces: tuple[Sequence[ListItem], Sequence[ListItem]],
    ours: Mapping[int, object],
    targets: Sequence[Block],
    homes: TargetPositions,
) -> list[Insertion] | None:
    """Return the new items and rows of a chapter element; None if it has other new blocks, or an item without a neighbour.

    `inner` are the source blocks of the element, `pieces` the items of source and translation. An item is new if all its
    blocks are in `ours` (by `id()`).
    """
    sources, theirs = (list(side) for side in pieces)
    mine = [source for source in sources if any(source.holds(block.line) for block in inner)]
    new: list[tuple[ListItem, tuple[Block, ...]]] = []
    for piece in mine:
        # It comes along with the new item around it.
        if any(other.start <= piece.start and piece.end <= other.end for other, _ in new):
            continue
        own_blocks = tuple(block for block in inner if piece.holds(block.line))
        if any(block.prose for block in own_blocks) and all(
            id(block) in ours or not block.prose for block in own_blocks
        ):
            new.append((piece, own_blocks))
    if any(id(block) in ours and not any(p.holds(block.line) for p, _ in new) for block in inner):
        return None
    insertions: list[Insertion] = []

    def answers(block: Block) -> list[Block]:
        return [targets[n] for n in homes(block)]

    for piece, own_blocks in new:
        row = [item for item in mine if item.inside == piece.inside]
        position = row.index(piece)
        place = _near(row[:position][::-1], mine, theirs, inner, answers)
        behind = place is not None
        place = place or _near(row[position + 1 :], mine, theirs, inner, answers)
        if place is None:
            return None
        held = [n for n, target in enumerate(targets) if place.holds(target.line)]
        insertions.append(Insertion(piece, own_blocks, place, behind, held[-1] if behind else held[0] - 1))
    return insertions


def _near(
    row: Sequence[ListItem],
    mine: list[ListItem],
    theirs: list[ListItem],
    inner: Sequence[Block],
    answers: Callable[[Block], Sequence[Block]],
) -> ListItem | None:
    """Return the translation's item for the first item of a row that has one."""
    for piece in row:
        for block in inner:
            if piece.holds(block.line) and innermost(block.line, mine) is piece:
                for target in answers(block):
                    if found := innermost(target.line, theirs):
                        return found
    return None
