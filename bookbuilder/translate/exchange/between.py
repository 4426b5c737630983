"""Says where new items of lists and new rows of tables belong in a translation that has the list or the table already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.translate.blocks import Block
from bookbuilder.translate.exchange.pieces import Piece, innermost

Homes = Callable[[Block], Sequence[int]]
"""Returns the positions of the blocks of the translation that translate a block of the source."""


@dataclass(frozen=True, slots=True)
class Between:
    """A new item or row: `piece` of the source, with its `blocks`. It goes `behind` one of the translation, or before it;
    `last` is the position of the block of the translation that stands above it."""

    piece: Piece
    blocks: tuple[Block, ...]
    near: Piece
    behind: bool
    last: int


def between(
    inner: Sequence[Block],
    pieces: tuple[Sequence[Piece], Sequence[Piece]],
    ours: Mapping[int, object],
    targets: Sequence[Block],
    homes: Homes,
) -> list[Between] | None:
    """Return the new items and rows of a part of the source; None if it has other new blocks, or one of them no neighbour.

    `inner` are the blocks of the part, `pieces` those of the source and of the translation. New are pieces of which each
    block is in `ours` (by its identity).
    """
    sources, theirs = (list(side) for side in pieces)
    mine = [one for one in sources if any(one.holds(block.line) for block in inner)]
    new: list[tuple[Piece, tuple[Block, ...]]] = []
    for piece in mine:
        if any(other.start <= piece.start and piece.end <= other.end for other, _ in new):
            continue
        own = tuple(block for block in inner if piece.holds(block.line))
        if any(block.prose for block in own) and all(id(block) in ours or not block.prose for block in own):
            new.append((piece, own))
    if any(id(block) in ours and not any(p.holds(block.line) for p, _ in new) for block in inner):
        return None
    found: list[Between] = []

    def answers(block: Block) -> list[Block]:
        return [targets[n] for n in homes(block)]

    for piece, own in new:
        row = [one for one in mine if one.inside == piece.inside]
        at = row.index(piece)
        place = _near(row[:at][::-1], mine, theirs, inner, answers)
        behind = place is not None
        place = place or _near(row[at + 1 :], mine, theirs, inner, answers)
        if place is None:
            return None
        held = [n for n, target in enumerate(targets) if place.holds(target.line)]
        found.append(Between(piece, own, place, behind, held[-1] if behind else held[0] - 1))
    return found


def _near(
    row: Sequence[Piece],
    mine: list[Piece],
    theirs: list[Piece],
    inner: Sequence[Block],
    answers: Callable[[Block], Sequence[Block]],
) -> Piece | None:
    """Return the piece of the translation that answers the first of a row that is answered."""
    for piece in row:
        for block in inner:
            if piece.holds(block.line) and innermost(block.line, mine) is piece:
                for target in answers(block):
                    if found := innermost(target.line, theirs):
                        return found
    return None
