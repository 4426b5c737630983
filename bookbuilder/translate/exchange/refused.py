"""Keeps units that could not be taken, so that they can go back to the translator with what he has written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bookbuilder.translate.exchange.codes import Bare, Code, Segment, Sign, bare
from bookbuilder.translate.exchange.given import Given
from bookbuilder.translate.exchange.outgoing import OutgoingChapter, OutgoingUnit, outgoing_unit
from bookbuilder.translate.exchange.units import Exchanged
from bookbuilder.translate.standing import Standing


@dataclass(frozen=True, slots=True)
class Refused:
    """A unit that was not taken: as it came back, why, and the block of today that it is of (None: there is none)."""

    given: Given
    reasons: tuple[str, ...]
    one: Exchanged | None = None


UNKNOWN = "x-unknown"
"""The kind of a code of which nothing is known but its number."""


def returned(source: str, refused: Sequence[Refused]) -> OutgoingChapter:
    """Return refused units of a chapter as they go back to the translator.

    Each has the source of today, the words of the translator, why it was refused, and, if the source has changed, the text
    that he had before him. A unit whose block is gone is locked: there is nothing to be done with it, but his words stay.
    """
    found: list[OutgoingUnit] = []
    known = {one.one.id for one in refused if one.one is not None}
    given = set[str]()
    for one in refused:
        if one.one is not None and one.one.id not in given:
            given.add(one.one.id)
            found.append(_revised(one, one.one))
            continue
        name, count = one.given.id, 1
        while name in known:
            count += 1
            name = f"{one.given.id}-{count}"
        known.add(name)
        found.append(_gone(one, name))
    return OutgoingChapter(source, tuple(found))


def _revised(refused: Refused, one: Exchanged) -> OutgoingUnit:
    unit, given = outgoing_unit(one), refused.given
    target = whole(given.target or (), one.source, one.target)
    before = whole(given.source) if given.source != bare(one.source) else ()
    return OutgoingUnit(
        unit.id, unit.line, unit.source, target, Standing.OUTDATED, f"{unit.seen}+{mark(bare(target))}",
        (*refused.reasons, *unit.notes), before,
    )  # fmt: skip


def _gone(refused: Refused, name: str) -> OutgoingUnit:
    given = refused.given
    source = whole(given.source)
    return OutgoingUnit(
        name,
        1,
        source,
        whole(given.target or (), source),
        Standing.DONE,
        given.seen,
        refused.reasons,
        fixed=True,
        gone=True,
    )


def mark(target: Bare) -> str:
    """Return a hash of a translation, by which is seen that a unit comes back as it was sent back."""
    return hashlib.sha256(repr(target).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def whole(given: Bare, *known: Segment) -> Segment:
    """Return text and codes of a file as a segment that every format can hold.

    Codes are those of `known` segments with their numbers. Others, and halves of pairs that do not stand inside one another,
    become single codes with numbers of their own.
    """
    codes = {
        (piece.sign, piece.id): piece
        for segment in reversed(known)
        for piece in segment
        if isinstance(piece, Code)
    }
    numbers = {number for _, number in codes}
    last = max([0, *numbers, *(piece[1] for piece in given if not isinstance(piece, str))])
    paired = _paired(given)
    used: set[int] = set()
    chosen: dict[int, int] = {}
    found: list[str | Code] = []
    for at, piece in enumerate(given):
        if isinstance(piece, str):
            found.append(piece)
            continue
        sign, number = piece if at in paired or piece[0] is Sign.SINGLE else (Sign.SINGLE, 0)
        if sign is Sign.CLOSE:
            number = chosen[paired[at]]
        elif number in used or (number in numbers and (sign, number) not in codes) or not number:
            last = number = last + 1
        used.add(number)
        chosen[at] = number
        found.append(codes.get((sign, number), Code(sign, UNKNOWN, "", UNKNOWN, number)))
    return tuple(found)


def _paired(given: Iterable[str | tuple[Sign, int]]) -> dict[int, int]:
    """Return which code closes which, by their places, of pairs that stand inside one another."""
    found: dict[int, int] = {}
    opened: list[tuple[int, int]] = []
    for at, piece in enumerate(given):
        if isinstance(piece, str) or piece[0] is Sign.SINGLE:
            continue
        if piece[0] is Sign.OPEN:
            opened.append((at, piece[1]))
        elif any(number == piece[1] for _, number in opened):
            while opened[-1][1] != piece[1]:
                opened.pop()
            start, _ = opened.pop()
            found[start], found[at] = at, start
    return found
