"""Compares the text that a PDF, an e-book or a web edition should show with the text that it shows: lost, doubled, moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bookbuilder.document.normalize_letters import letters
from bookbuilder.validators.expected_text import ExpectedPiece

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
    position = reported = 0
    for number, piece in enumerate(pieces):
        if reported >= MAX_REPORTED:
            return
        found = shown.find(piece.letters, position)
        between = found - position
        if found >= 0 and between > piece.room and _follows(pieces, number, shown, position):
            found = -1  # a later repetition; the next piece stands here instead
        if found < 0:
            reported += 1
            if _moved(piece.letters, must, shown, position):
                yield Difference(DifferenceKind.MOVED, piece.text, piece)
                continue
            word, position = _first_lost(piece, shown, position)
            yield Difference(DifferenceKind.LOST, word, piece)
            continue
        if between >= max(MIN_RUN, piece.room) and _known(shown[position:found], must):
            reported += 1
            yield Difference(DifferenceKind.TWICE, shown[position:found], piece)
        position = found + len(piece.letters)
    rest = shown[position:]
    if pieces and len(rest) >= 3 * MIN_RUN and reported < MAX_REPORTED and _known(rest, must):
        yield Difference(DifferenceKind.TWICE, rest, pieces[-1])


def _follows(pieces: Sequence[ExpectedPiece], number: int, shown: str, offset: int) -> bool:
    """Whether the next piece stands where this one was expected."""
    if number + 1 == len(pieces):
        return False
    piece, then = pieces[number], pieces[number + 1]
    place = shown.find(then.letters, offset, offset + piece.room + then.room + len(then.letters))
    return place >= 0 and len(then.letters) >= MIN_RUN


def _known(text: str, must: str) -> bool:
    """Whether a run of letters repeats text of the chapter, beyond coincidence."""
    size = 2 * MIN_RUN
    if len(text) < size:
        return len(text) >= MIN_RUN and text in must
    return any(text[index : index + size] in must for index in range(0, len(text) - size + 1, size))


def _moved(piece: str, must: str, shown: str, offset: int) -> bool:
    """Whether a missing piece stands before this place, and is shown as often as expected."""
    return (
        len(piece) >= MIN_RUN
        and shown.find(piece, 0, offset) >= 0
        and shown.count(piece) >= must.count(piece)
    )


def _first_lost(piece: ExpectedPiece, shown: str, offset: int) -> tuple[str, int]:
    """Return the first word of a piece that is not shown, and the position to continue at."""
    first = ""
    for word in piece.text.split():
        text = letters(word)
        found = shown.find(text, offset, offset + piece.room + 2 * len(text) + MIN_RUN) if text else offset
        if found >= 0:
            offset = found + len(text)
        elif not first:
            first = word
    return first or piece.text, offset
