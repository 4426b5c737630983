"""Compares the text that a medium must show with the text that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bookbuilder.validators.expected import Piece
from bookbuilder.validators.letters import letters

TOLD = 20
"""The most differences of a chapter that are reported."""
SURE = 8
"""Runs of at least this many letters are not coincidental."""


class Kind(StrEnum):
    """What can happen to words."""

    LOST = "lost"
    TWICE = "twice"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that are lost, duplicated or out of order, and the piece that they belong to (or precede)."""

    kind: Kind
    words: str
    piece: Piece


def differences(pieces: Sequence[Piece], shown: str) -> Iterator[Difference]:
    """Yield the differences between the shown letters and the pieces expected in this order, up to `TOLD`.

    Each piece is searched after the one before; the earliest match leaves most text for the rest. Text between two pieces
    must be at most what a medium may add, and must not repeat the chapter.
    """
    must = "".join(piece.letters for piece in pieces)
    at = told = 0
    for number, piece in enumerate(pieces):
        if told >= TOLD:
            return
        found = shown.find(piece.letters, at)
        between = found - at
        if found >= 0 and between > piece.room and _follows(pieces, number, shown, at):
            found = -1  # a later repetition; the next piece stands here instead
        if found < 0:
            told += 1
            if _moved(piece.letters, must, shown, at):
                yield Difference(Kind.MOVED, piece.text, piece)
                continue
            word, at = _first_lost(piece, shown, at)
            yield Difference(Kind.LOST, word, piece)
            continue
        if between >= max(SURE, piece.room) and _known(shown[at:found], must):
            told += 1
            yield Difference(Kind.TWICE, shown[at:found], piece)
        at = found + len(piece.letters)
    rest = shown[at:]
    if pieces and len(rest) >= 3 * SURE and told < TOLD and _known(rest, must):
        yield Difference(Kind.TWICE, rest, pieces[-1])


def _follows(pieces: Sequence[Piece], number: int, shown: str, at: int) -> bool:
    """Whether the next piece stands where this one was expected."""
    if number + 1 == len(pieces):
        return False
    piece, then = pieces[number], pieces[number + 1]
    place = shown.find(then.letters, at, at + piece.room + then.room + len(then.letters))
    return place >= 0 and len(then.letters) >= SURE


def _known(text: str, must: str) -> bool:
    """Whether a run of letters repeats text of the chapter, beyond coincidence."""
    size = 2 * SURE
    if len(text) < size:
        return len(text) >= SURE and text in must
    return any(text[at : at + size] in must for at in range(0, len(text) - size + 1, size))


def _moved(piece: str, must: str, shown: str, at: int) -> bool:
    """Whether a missing piece stands before this place, and is shown as often as expected."""
    return len(piece) >= SURE and shown.find(piece, 0, at) >= 0 and shown.count(piece) >= must.count(piece)


def _first_lost(piece: Piece, shown: str, at: int) -> tuple[str, int]:
    """Return the first word of a piece that is not shown, and the position to continue at."""
    first = ""
    for word in piece.text.split():
        said = letters(word)
        found = shown.find(said, at, at + piece.room + 2 * len(said) + SURE) if said else at
        if found >= 0:
            at = found + len(said)
        elif not first:
            first = word
    return first or piece.text, at
