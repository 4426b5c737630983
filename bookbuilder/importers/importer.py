"""What an importer is: a record. A folder in `importers/` exports it as `IMPORTER` and is found by walking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bookbuilder import discovery
from bookbuilder.diagnostics import Findings
from bookbuilder.world import Reader

Files = Mapping[str, bytes]
"""Path in the new book → what stands there."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for: a file to be imported, and what they know of it.

    `path` is the name of the file in messages, `id` that of the new book. `locale` is empty if the importer is to find
    out the language, `around` is None if the year must come from the file.
    """

    data: bytes
    path: str
    id: str
    locale: str = ""
    around: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """An importer: its name, a line of documentation, the endings of its files, and the function that reads one.

    The function returns the files of a book that builds at once, or None if it reported an error.
    """

    name: str
    doc: str
    endings: tuple[str, ...]
    run: Callable[[Request, Reader, Findings], Files | None]


def importers() -> dict[str, Importer]:
    """Return the importer for each ending of a file."""
    found = discovery.values("bookbuilder.importers", "IMPORTER", Importer)
    return {ending: importer for importer in found for ending in importer.endings}
