"""The record of an importer, which a folder in `importers/` exports as `IMPORTER`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bookbuilder import discovery
from bookbuilder.diagnostics import Findings
from bookbuilder.world import Reader

Files = Mapping[str, bytes]
"""Path in the new book → contents."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """An import request: the file, and what the user knows about it.

    `path` is the file's name in messages, `id` that of the new book. `locale` is empty to detect the language, `around` is
    None if the year must come from the file.
    """

    data: bytes
    path: str
    id: str
    locale: str = ""
    around: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """An importer: its name, a line of documentation, its file name extensions, and its function.

    The function returns the files of a book that can be built, or None if it reported an error.
    """

    name: str
    doc: str
    endings: tuple[str, ...]
    run: Callable[[ImportRequest, Reader, Findings], Files | None]


def importers() -> dict[str, Importer]:
    """Return the importer of each file name extension."""
    found = discovery.values("bookbuilder.importers", "IMPORTER", Importer)
    return {ending: importer for importer in found for ending in importer.endings}
