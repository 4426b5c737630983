"""What a check is: a record. A module in `checks/` exports it as `CHECK` and is found by walking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bookbuilder import discovery
from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Document, Manuscript
from bookbuilder.facts import FactValue
from bookbuilder.locales import Locale
from bookbuilder.names import Local
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.world import World


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a check looks at: one locale of a book, assembled and localized, as it was written; its facts and names."""

    world: World
    project: Project
    edition: ProjectLocale
    locale: Locale
    document: Document
    manuscript: Manuscript
    facts: Mapping[str, FactValue]
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
