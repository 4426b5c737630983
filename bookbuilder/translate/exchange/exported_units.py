"""Prepares the units of a chapter for export, in any format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter, ExchangeUnit, translator_notes
from bookbuilder.translate.exchange.exported_target import exported_digest
from bookbuilder.translate.exchange.inline_codes import Segment, coded_text


@dataclass(frozen=True, slots=True)
class ExportedUnit:
    """A unit for export. Codes of `source` and `target` share their numbers.

    `untranslated`: `target` is only a copy of the source. `locked`: not to be translated. `target_digest` is a hash of the
    current translation in the book, with a mark of what is exported. `before` is the source as it was translated, if
    outdated; `gone`: the block no longer exists.
    """

    id: str
    line: int
    source: Segment
    target: Segment
    status: BlockStatus
    target_digest: str
    notes: tuple[str, ...] = ()
    before: Segment = ()
    untranslated: bool = False
    locked: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class ExportedChapter:
    """The units of a chapter; `source` is its file. `literal`: its texts are not Markdown, as those of book.toml."""

    source: str
    units: tuple[ExportedUnit, ...]
    literal: bool = False


def export_chapter(chapter: ExchangeChapter, units: Sequence[ExchangeUnit]) -> ExportedChapter:
    """Return units of a chapter for export."""
    return ExportedChapter(
        chapter.paths.source, tuple(export_unit(unit) for unit in units), literal=chapter.loaded.is_metadata
    )


def export_unit(unit: ExchangeUnit) -> ExportedUnit:
    """Return a unit for export."""
    return ExportedUnit(
        unit.id, unit.unit.block.line, unit.source, unit.target, unit.unit.status,
        exported_digest(unit.target_digest, coded_text(unit.target), finished=unit.unit.status is BlockStatus.DONE),
        tuple(translator_notes(unit).split("\n")), unit.before,
        untranslated=unit.unit.status is BlockStatus.MISSING and (unit.copied or bool(unit.unit.copied_words)),
        locked=unit.locked,
    )  # fmt: skip
