"""Reads the names of a book, as one of its locales has them."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.locales import Locale
from bookbuilder.names import Local, local, read
from bookbuilder.project import Project
from bookbuilder.project.places import places
from bookbuilder.world import World

FILE = "names.toml"


def names(world: World, project: Project, locale: Locale, report: Report) -> dict[str, Local]:
    """Return the names of names.toml by key; a book may have none. Reports `names.*` and `name.*`."""
    found = read(world.text(FILE), FILE, report, places) if world.exists(FILE) else {}
    return local(found, locale, project.locales[project.source].tag)
