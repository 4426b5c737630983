"""Compares the text that a medium must show with the text that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bookbuilder.validators.expected_text import ExpectedPiece
from bookbuilder.validators.normalize_letters import letters

MAX_REPORTED = 20
"""The most differences of a chapter that are reported."""
MIN_RUN = 8
"""Runs of at least this many letters are not coincidental."""


class DifferenceKind(StrEnum):
    """What can happen to words."""

    LOST = "lost"
    TWICE = "twice"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that are lost, duplicated or out of order, and the piece that they belong to (or precede)."""

    kind: DifferenceKind
    words: str
    piece: ExpectedPiece


def differences(pieces: Sequence[ExpectedPiece], shown: str) -> Iterator[Difference]:
    """Yield the differences between the shown letters and the pieces expected in this order, up to `MAX_REPORTED`.

    Each piece is searched after the one before; the earliest match leaves most text for the rest. Text between two pieces
    must be at most what a medium may add, and must not repeat the chapter.
    """
    must = "".join(piece.letters for piece in pieces)
    at = told = 0
    for number, piece in enumerate(pieces):
        if told >= MAX_REPORTED:
            return
        found = shown.find(piece.letters, at)
        between = found - at
        if found >= 0 and between > piece.room and _follows(pieces, number, shown, at):
            found = -1  # a later repetition; the next piece stands here instead
        if found < 0:
            told += 1
            if _moved(piece.letters, must, shown, at):
                yield Difference(DifferenceKind.MOVED, piece.text, piece)
                continue
            word, at = _first_lost(piece, shown, at)
            yield Difference(DifferenceKind.LOST, word, piece)
            continue
        if between >= max(MIN_RUN, piece.room) and _known(shown[at:found], must):
            told += 1
            yield Difference(DifferenceKind.TWICE, shown[at:found], piece)
        at = found + len(piece.letters)
    rest = shown[at:]
    if pieces and len(rest) >= 3 * MIN_RUN and told < MAX_REPORTED and _known(rest, must):
        yield Difference(DifferenceKind.TWICE, rest, pieces[-1])


def _follows(pieces: Sequence[ExpectedPiece], number: int, shown: str, at: int) -> bool:
    """Whether the next piece stands where this one was expected."""
    if number + 1 == len(pieces):
        return False
    piece, then = pieces[number], pieces[number + 1]
    place = shown.find(then.letters, at, at + piece.room + then.room + len(then.letters))
    return place >= 0 and len(then.letters) >= MIN_RUN


def _known(text: str, must: str) -> bool:
    """Whether a run of letters repeats text of the chapter, beyond coincidence."""
    size = 2 * MIN_RUN
    if len(text) < size:
        return len(text) >= MIN_RUN and text in must
    return any(text[at : at + size] in must for at in range(0, len(text) - size + 1, size))


def _moved(piece: str, must: str, shown: str, at: int) -> bool:
    """Whether a missing piece stands before this place, and is shown as often as expected."""
    return len(piece) >= MIN_RUN and shown.find(piece, 0, at) >= 0 and shown.count(piece) >= must.count(piece)


def _first_lost(piece: ExpectedPiece, shown: str, at: int) -> tuple[str, int]:
    """Return the first word of a piece that is not shown, and the position to continue at."""
    first = ""
    for word in piece.text.split():
        said = letters(word)
        found = shown.find(said, at, at + piece.room + 2 * len(said) + MIN_RUN) if said else at
        if found >= 0:
            at = found + len(said)
        elif not first:
            first = word
    return first or piece.text, at
