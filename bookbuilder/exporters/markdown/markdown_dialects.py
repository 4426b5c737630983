"""What the two flavours of Markdown can say."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.exporters.dialect import TargetFormat


@dataclass(frozen=True, slots=True)
class CommonmarkDialect(TargetFormat):
    """The ways of CommonMark: no anchors, no classes, no notes, no captions, and no metadata."""

    attributes: bool = False
    notes: bool = False
    figures: bool = False
    table_captions: bool = False
    title: bool = True
    shift: int = 1


@dataclass(frozen=True, slots=True)
class PandocDialect(TargetFormat):
    """The ways of pandoc's Markdown."""
