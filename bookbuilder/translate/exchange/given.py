"""What a file says that comes back from a translator, whatever its format, and what can be wrong with it as a file."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.diagnostics import Rule
from bookbuilder.translate.exchange.codes import Bare

BROKEN = Rule(
    "exchange.broken",
    "this file cannot be read: {problem}",
    "A file that comes back from a translator must be whole: XLIFF 1.2, XLIFF 2.0 or 2.1, TMX 1.4 or PO, as `bookbuilder"
    " translate export` writes them, in the encoding that it names itself, of at most 32 MB. Nothing of a broken file is"
    " taken.",
)
ACTIVE = Rule(
    "exchange.active",
    "this file has a document type, and none is read that has one",
    "A document type of XML can define entities that grow to gigabytes or read other files. No translation needs one.",
)
TWICE = Rule(
    "exchange.twice",
    "the unit {id} stands in this file twice, first on line {first}",
    "Each block of a chapter is one unit. If a file has been put together from two, take each unit from one of them.",
)
INVALID = Rule(
    "exchange.invalid",
    "unit {id} is not valid: {problem}",
    "What stands in a unit of an exchanged file must be text and codes as the standard of its format has them. A unit that"
    " is not valid is not taken; the others are.",
)
PARTIAL = Rule(
    "exchange.partial",
    "unit {id} is translated in part: {problem}",
    "A tool may cut a unit into segments. It is taken when all of them have a translation; until then it is kept.",
)
LIMIT = 32 << 20
"""Bytes of the largest file that is read."""


@dataclass(frozen=True, slots=True)
class Given:
    """A unit as it came back: `seen` is a hash of the translation that was exported (empty: the tool has dropped it),
    `finished` says that somebody calls it translated; without a target nobody has touched it.

    `locked`: the file says that it is not to be translated. `flaw`: why the unit itself cannot be taken, which has been
    told; its source and target are then what could be read of them. `partial`: what of it has no translation yet.
    """

    id: str
    line: int
    source: Bare
    target: Bare | None
    finished: bool
    seen: str = ""
    locked: bool = False
    flaw: str = ""
    partial: str = ""


@dataclass(frozen=True, slots=True)
class GivenChapter:
    """The units of a chapter as they came back; `source` is its file, `language` the tag that they were translated into."""

    source: str
    language: str
    line: int
    units: tuple[Given, ...]
