"""What a check is: a record. A module in `checks/` exports it as `CHECK` and is found by walking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bookbuilder import discovery
from bookbuilder.diagnostics import Report
from bookbuilder.document.galley import Summary
from bookbuilder.document.nodes import Chapter
from bookbuilder.facts import FactValue
from bookbuilder.locales import Locale
from bookbuilder.names import LocalName
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.world import Reader

History = Callable[[Decimal, str, str, Decimal, dt.date], dt.date | None]
"""Gives the day, near the one that is given, by whose rate a sum in a currency was worth another sum in another one.

Only a command hands it in: a build never looks a rate up.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The chapter that another one is a translation of, as it was written, and the lines of its file (none for a chapter
    that the program made). `anchors_by_key` is as that of `Each`."""

    locale: Locale
    written: Chapter
    lines: Sequence[str]
    anchors_by_key: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """What a check of a chapter looks at: the chapter assembled and localized, as it was `written`, the `lines` of its file
    (none for a chapter that the program made), the book's facts, names and date.

    `source` is None in the locale that the book was written in, and for a chapter that is no translation; `history` where no
    rate may be looked up. `anchors_by_key` are the anchors of references that name them in another way, by `Reference.key`.
    """

    world: Reader
    locale: Locale
    chapter: Chapter
    written: Chapter
    lines: Sequence[str]
    facts: Mapping[str, FactValue]
    names: Mapping[str, LocalName]
    date: dt.date
    source: Source | None = None
    history: History | None = None
    anchors_by_key: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a check of a book looks at: one locale of it, its chapters in short, the book's facts.

    `places` are line and column of each key of facts.toml. `original` says that the book was written in this locale,
    `history` is None where no rate may be looked up.
    """

    world: Reader
    project: Project
    edition: ProjectLocale
    locale: Locale
    chapters: Sequence[Summary]
    facts: Mapping[str, FactValue]
    places: Mapping[tuple[str | int, ...], tuple[int, int]]
    original: bool
    history: History | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, one line of documentation, and the functions that report what is wrong.

    `each` looks at one chapter, and its findings are kept as long as that does not change; `run` looks at the book.
    """

    name: str
    doc: str
    run: Callable[[Subject, Report], None] | None = None
    each: Callable[[Each, Report], None] | None = None


def checks() -> tuple[Check, ...]:
    """Return every check."""
    return tuple(discovery.values("bookbuilder.checks", "CHECK", Check))
