"""What the two flavours of Markdown can say."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.exporters.dialect import Dialect


@dataclass(frozen=True, slots=True)
class CommonmarkDialect(Dialect):
    """The ways of CommonMark: no anchors, no classes, no notes, no captions, and no metadata."""

    attributes: bool = False
    notes: bool = False
    figures: bool = False
    table_captions: bool = False
    title: bool = True
    shift: int = 1


@dataclass(frozen=True, slots=True)
class PandocDialect(Dialect):
    """The ways of pandoc's Markdown."""
