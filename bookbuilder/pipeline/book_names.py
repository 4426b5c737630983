"""Reads the names of a book as one of its locales has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.cache_key import Keyed
from bookbuilder.diagnostics import Report
from bookbuilder.locales import Locale
from bookbuilder.names import LocalName, localize_names
from bookbuilder.project import Project
from bookbuilder.project.shared_facts import read_shared_names
from bookbuilder.world import BookFiles


@dataclass(frozen=True, eq=False)
class BookNames(Keyed):
    """The names of a book as one of its locales has them, by key."""

    by_key: Mapping[str, LocalName] = field(default_factory=dict)


def read_book_names(
    world: BookFiles, project: Project, locale: Locale, report: Report, *, inherits: bool = False
) -> BookNames:
    """Return the names in names.toml of the book and of its series; `inherits` is as in `localize_names`. Reports `names.*`
    and `name.*`."""
    result = read_shared_names(world, report)
    return BookNames(localize_names(result, locale, project.locales[project.source].tag, inherits=inherits))
