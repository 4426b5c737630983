"""Units as they come back from a translator, in any format, and the rules for broken files."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.diagnostics import Rule
from bookbuilder.translate.exchange.inline_codes import CodedText
from bookbuilder.translate.exchange.unit_comment import UnitComment

BROKEN = Rule(
    "exchange.broken",
    "this file cannot be read: {problem}",
    "A file that comes back from a translator must be whole: XLIFF 1.2, XLIFF 2.0 or 2.1, TMX 1.4 or PO, as `bookbuilder"
    " translate export` writes them, in the encoding that it names itself, of at most 32 MB. Nothing of a broken file is"
    " taken.",
)
DOCTYPE = Rule(
    "exchange.active",
    "this file has a document type, and none is read that has one",
    "A document type of XML can define entities that grow to gigabytes or read other files. No translation needs one.",
)
DUPLICATE = Rule(
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
"""The largest file that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class ReturnedUnit:
    """A unit as returned: `target_digest` is a hash of the exported translation (empty: dropped by the tool), `finished`:
    it is marked as translated; no target means untouched.

    `unsure`: a text that the tool marks as no translation yet, which is not imported. `locked`: not to be translated.
    `error`: why the unit is invalid (already reported); its source and target are then what
    could be read. `partial`: what has no translation yet. `comments` are those of translators, not the notes that went out.
    """

    id: str
    line: int
    source: CodedText
    target: CodedText | None
    finished: bool
    target_digest: str = ""
    unsure: CodedText = ()
    locked: bool = False
    error: str = ""
    partial: str = ""
    comments: tuple[UnitComment, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnedChapter:
    """The returned units of a chapter; `source` is its file, `language` the tag of the target language."""

    source: str
    language: str
    line: int
    units: tuple[ReturnedUnit, ...]
