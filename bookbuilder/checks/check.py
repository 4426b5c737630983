"""The record of a check, which a module in `checks/` exports as `CHECK`, and what a check gets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from bookbuilder import discovery
from bookbuilder.build_step import Runner
from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.galley import Summary
from bookbuilder.document.nodes import Chapter
from bookbuilder.facts import FactValue
from bookbuilder.locales import Locale
from bookbuilder.names import LocalName
from bookbuilder.picture_rights.book_rights import NOTHING_KNOWN, BookRights
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.world import Reader

History = Callable[[Decimal, str, str, Decimal, dt.date], dt.date | None]
"""Returns the day near a given one by whose exchange rate a sum equals another one, if any.

Only commands provide it: a build never looks up rates.
"""


@dataclass(frozen=True, slots=True, eq=False)
class TranslationSource:
    """The source of a translated chapter, as written, and the lines of its file (none for a generated chapter).
    `reference_anchors` is as in `ChapterInput`."""

    locale: Locale
    written: Chapter
    lines: Sequence[str]
    reference_anchors: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class ChapterInput:
    """What a check of one chapter gets: the chapter assembled and localized, as `written`, the `lines` of its file (none
    for a generated chapter), and the book's facts, names and date.

    `source` is None in the source locale, and for a chapter that is no translation; `history` is None where no rate may be
    looked up. `reference_anchors` maps `Reference.key` to the anchor of references that name it in another way.
    """

    world: Reader
    locale: Locale
    chapter: Chapter
    written: Chapter
    lines: Sequence[str]
    facts: Mapping[str, FactValue]
    names: Mapping[str, LocalName]
    date: dt.date
    source: TranslationSource | None = None
    history: History | None = None
    reference_anchors: Mapping[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> bool:
        """Whether somebody asked for a check of the book (`bookbuilder check`), and wants to be told what may be better."""
        return self.history is not None


@dataclass(frozen=True, slots=True, eq=False)
class BookInput:
    """What a check of a whole book gets: one locale, the summaries of its chapters, the book's facts.

    `places` are those of the keys in facts.toml. `original`: this is the source locale; `rights` are those in
    its pictures; `history` is None
    where no rate may be looked up. `runner` caches what takes time.
    """

    world: Reader
    runner: Runner
    project: Project
    edition: ProjectLocale
    locale: Locale
    chapters: Sequence[Summary]
    facts: Mapping[str, FactValue]
    places: Mapping[tuple[str | int, ...], Span]
    original: bool
    rights: BookRights = NOTHING_KNOWN
    history: History | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, one line of documentation, and its functions, which report problems.

    `each` checks one chapter, and its findings are cached while that is unchanged; `run` checks the book.
    """

    name: str
    doc: str
    run: Callable[[BookInput, Report], None] | None = None
    each: Callable[[ChapterInput, Report], None] | None = None


@cache
def checks() -> tuple[Check, ...]:
    """Return every check."""
    return tuple(discovery.values("bookbuilder.checks", "CHECK", Check))
