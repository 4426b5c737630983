"""What a check is: a record. A module in `checks/` exports it as `CHECK` and is found by walking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bookbuilder import discovery
from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Document, Manuscript
from bookbuilder.facts import FactValue
from bookbuilder.locales import Locale
from bookbuilder.names import Local
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.world import World

History = Callable[[Decimal, str, str, Decimal, dt.date], dt.date | None]
"""Gives the day, near the one that is given, by whose rate a sum in a currency was worth another sum in another one.

Only a command hands it in: a build never looks a rate up.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The locale that a book was written in, as its translations are compared with it."""

    locale: Locale
    manuscript: Manuscript


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a check looks at: one locale of a book, assembled and localized, as it was written, the book's facts and names.

    `places` are line and column of each key of facts.toml. `source` is None for the locale that the book was written in,
    `history` where no rate may be looked up.
    """

    world: World
    project: Project
    edition: ProjectLocale
    locale: Locale
    document: Document
    manuscript: Manuscript
    facts: Mapping[str, FactValue]
    places: Mapping[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict)
    source: Source | None = None
    history: History | None = None
    names: Mapping[str, Local] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, one line of documentation, and the function that reports what is wrong."""

    name: str
    doc: str
    run: Callable[[Subject, Report], None]


def checks() -> tuple[Check, ...]:
    """Return every check."""
    return tuple(discovery.values("bookbuilder.checks", "CHECK", Check))
