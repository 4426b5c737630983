"""Writes rejected units into files of the book, in the format they came in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from bookbuilder.project import Project
from bookbuilder.translate.exchange.exchange_formats import format_of
from bookbuilder.translate.exchange.exported_units import ExportedChapter
from bookbuilder.world import Workspace

FOLDER = "translate"
"""The folder of the book for these files."""
_KEPT = re.compile(r"\.rejected(-[0-9]+)?$", re.ASCII)


def rejected_files(
    world: Workspace,
    project: Project,
    files: Mapping[str, bytes],
    refused: Mapping[tuple[str, str], list[ExportedChapter]],
) -> Iterator[tuple[str, tuple[bytes, int]]]:
    """Yield path, contents and number of units of a file for each input file and locale with rejected units."""
    taken: set[str] = set()
    several = {path for path, _ in refused if sum(path == other for other, _ in refused) > 1}
    for (path, name), chapters_ in refused.items():
        form = format_of(path, files[path])
        assert form is not None, "its units have been read"
        tags = project.locales[project.source].tag, project.locales[name].tag
        data = form.write(chapters_, *tags).encode()
        stem = _KEPT.sub(
            "", PurePosixPath(path).name.removesuffix(form.SUFFIX).removesuffix(PurePosixPath(path).suffix)
        ) + (f".{name}" if path in several else "")
        count = 1
        while True:
            place = f"{FOLDER}/{stem}.rejected{f'-{count}' if count > 1 else ''}{form.SUFFIX}"
            # Never overwrite an earlier file, unless it is identical.
            if place not in taken and (not world.exists(place) or world.read(place) == data):
                break
            count += 1
        taken.add(place)
        yield place, (data, sum(len(chapter.units) for chapter in chapters_))
