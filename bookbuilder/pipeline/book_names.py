"""Reads the names of a book, as one of its locales has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.cache_key import Keyed
from bookbuilder.diagnostics import Report
from bookbuilder.locales import Locale
from bookbuilder.names import Local, local, read
from bookbuilder.project import Project
from bookbuilder.project.toml_positions import places
from bookbuilder.world import BookFiles

FILE = "names.toml"


@dataclass(frozen=True, eq=False)
class Names(Keyed):
    """The names of a book as one of its locales has them, by key."""

    found: Mapping[str, Local] = field(default_factory=dict)


def names(world: BookFiles, project: Project, locale: Locale, report: Report) -> Names:
    """Return the names of names.toml; a book may have none. Reports `names.*` and `name.*`."""
    found = read(world.text(FILE), FILE, report, places) if world.exists(FILE) else {}
    return Names(local(found, locale, project.locales[project.source].tag))
