"""The values between a mark and the file that it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bookbuilder.diagnostics import Rule
from bookbuilder.proof.block_source import BlockSource


class ChapterEdit(NamedTuple):
    """Characters of a file, from an offset to another one, and what stands there afterwards."""

    path: str
    start: int
    end: int
    new: str


class PrintedChange(NamedTuple):
    """Characters of a text as it is printed, and what is printed there afterwards; `\\n\\n` parts it into two texts."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What a mark changes: the edits of the file, and what its text prints then (None: nothing changes). `gone` is a text
    that is no more, `joined` one that is printed at the end of this one, `behind` the number of the text that this one
    stands behind afterwards, -1 before all others."""

    source: BlockSource
    edits: tuple[ChapterEdit, ...] = ()
    text: PrintedChange | None = None
    gone: bool = False
    joined: BlockSource | None = None
    behind: int | None = None


@dataclass(frozen=True, slots=True)
class MarkRefusal:
    """Why a mark is not applied: the rule that says so, and the key of the fact or name."""

    rule: Rule
    key: str = ""
