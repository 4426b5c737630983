"""Turns the units of a chapter into what a file for translators says of them, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.translate.exchange.codes import Segment
from bookbuilder.translate.exchange.units import Chapter, Exchanged, about
from bookbuilder.translate.standing import Standing


@dataclass(frozen=True, slots=True)
class OutgoingUnit:
    """A unit as it is written. Codes of `source` and `target` share their numbers.

    `untranslated`: `target` is only a copy of the source. `fixed`: it is not to be translated. `seen` is a hash of the
    translation as it is in the book. `before` is the source as it was translated, for one that is outdated. `gone`: its
    block is no longer in the book, and it is only kept.
    """

    id: str
    line: int
    source: Segment
    target: Segment
    standing: Standing
    seen: str
    notes: tuple[str, ...] = ()
    before: Segment = ()
    untranslated: bool = False
    fixed: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class OutgoingChapter:
    """The units of a chapter; `source` is its file. `literal`: its texts hold no Markdown, as those of book.toml."""

    source: str
    units: tuple[OutgoingUnit, ...]
    literal: bool = False


def outgoing(chapter: Chapter, units: Sequence[Exchanged]) -> OutgoingChapter:
    """Return units of a chapter as they are written."""
    return OutgoingChapter(
        chapter.paths.source, tuple(outgoing_unit(one) for one in units), literal=chapter.loaded.whole
    )


def outgoing_unit(one: Exchanged) -> OutgoingUnit:
    """Return a unit as it is written."""
    return OutgoingUnit(
        one.id, one.unit.block.line, one.source, one.target, one.unit.standing, one.seen,
        tuple(about(one).split("\n")), one.before,
        untranslated=one.unit.standing is Standing.MISSING and (one.copied or bool(one.unit.same)),
        fixed=one.fixed,
    )  # fmt: skip
