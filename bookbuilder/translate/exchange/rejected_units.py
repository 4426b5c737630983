"""Turns rejected units into units for export, to go back to the translator with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.exchange.exchange_units import ExchangeUnit
from bookbuilder.translate.exchange.exported_target import book_digest, exported_digest
from bookbuilder.translate.exchange.exported_units import ExportedChapter, ExportedUnit, export_unit
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, InlineCode, Segment, coded_text
from bookbuilder.translate.exchange.returned_units import ReturnedUnit


@dataclass(frozen=True, slots=True)
class RejectedUnit:
    """A rejected unit: as returned, the reasons, and its current block (None: there is none)."""

    returned: ReturnedUnit
    reasons: tuple[str, ...]
    exchanged: ExchangeUnit | None = None


UNKNOWN = "x-unknown"
"""The kind of a code that is known by its number only."""


def export_rejected(source: str, refused: Sequence[RejectedUnit]) -> ExportedChapter:
    """Return the rejected units of a chapter, for export.

    Each has the current source, the translator's text, the reasons, and, if it has changed, the source that the translator
    saw. Units whose block is gone are locked, which keeps their text.
    """
    result: list[ExportedUnit] = []
    rejected_ids = {rejected.exchanged.id for rejected in refused if rejected.exchanged is not None}
    seen = set[str]()
    for rejected in refused:
        if rejected.exchanged is not None and rejected.exchanged.id not in seen:
            seen.add(rejected.exchanged.id)
            result.append(_revised(rejected, rejected.exchanged))
            continue
        name, count = rejected.returned.id, 1
        while name in rejected_ids:
            count += 1
            name = f"{rejected.returned.id}-{count}"
        rejected_ids.add(name)
        result.append(_gone(rejected, name))
    return ExportedChapter(source, tuple(result))


def _revised(refused: RejectedUnit, one: ExchangeUnit) -> ExportedUnit:
    unit, returned = export_unit(one), refused.returned
    target = valid_segment(returned.target or (), one.source, one.target)
    before = valid_segment(returned.source) if returned.source != coded_text(one.source) else ()
    digest = exported_digest(book_digest(unit.target_digest), coded_text(target), finished=False)
    return ExportedUnit(
        unit.id, unit.line, unit.source, target, BlockStatus.OUTDATED, digest, (*refused.reasons, *unit.notes), before,
    )  # fmt: skip


def _gone(refused: RejectedUnit, name: str) -> ExportedUnit:
    returned = refused.returned
    source = valid_segment(returned.source)
    return ExportedUnit(
        name,
        1,
        source,
        valid_segment(returned.target or (), source),
        BlockStatus.DONE,
        returned.target_digest,
        refused.reasons,
        locked=True,
        gone=True,
    )


def valid_segment(text: CodedText, *segments: Segment) -> Segment:
    """Return text and codes from a file as a valid segment in any format.

    Codes are looked up in `segments` by number. Unknown ones, and unbalanced halves of pairs, become single codes with
    new numbers.
    """
    codes = {
        (piece.role, piece.id): piece
        for segment in reversed(segments)
        for piece in segment
        if isinstance(piece, InlineCode)
    }
    numbers = {number for _, number in codes}
    last = max([0, *numbers, *(piece[1] for piece in text if not isinstance(piece, str))])
    paired = _paired(text)
    used: set[int] = set()
    chosen: dict[int, int] = {}
    result: list[str | InlineCode] = []
    for index, piece in enumerate(text):
        if isinstance(piece, str):
            result.append(piece)
            continue
        sign, number = piece if index in paired or piece[0] is CodeRole.SINGLE else (CodeRole.SINGLE, 0)
        if sign is CodeRole.CLOSE:
            number = chosen[paired[index]]
        elif number in used or (number in numbers and (sign, number) not in codes) or not number:
            last = number = last + 1
        used.add(number)
        chosen[index] = number
        result.append(codes.get((sign, number), InlineCode(sign, UNKNOWN, "", UNKNOWN, number)))
    return tuple(result)


def _paired(text: Iterable[str | tuple[CodeRole, int]]) -> dict[int, int]:
    """Return the positions of matching halves of balanced pairs, in both directions."""
    result: dict[int, int] = {}
    opened: list[tuple[int, int]] = []
    for position, piece in enumerate(text):
        if isinstance(piece, str) or piece[0] is CodeRole.SINGLE:
            continue
        if piece[0] is CodeRole.OPEN:
            opened.append((position, piece[1]))
        elif any(number == piece[1] for _, number in opened):
            while opened[-1][1] != piece[1]:
                opened.pop()
            start, _ = opened.pop()
            result[start], result[position] = position, start
    return result
