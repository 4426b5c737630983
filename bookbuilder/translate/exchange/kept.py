"""Writes units that could not be taken into files of the book, in the format that they came in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from bookbuilder.project import Project
from bookbuilder.translate.exchange.formats import format_of
from bookbuilder.translate.exchange.outgoing import OutgoingChapter
from bookbuilder.world import Workspace

FOLDER = "translate"
"""The folder of the book in which they are kept."""
_KEPT = re.compile(r"\.rejected(-[0-9]+)?$", re.ASCII)


def kept(
    world: Workspace,
    project: Project,
    files: Mapping[str, bytes],
    refused: Mapping[tuple[str, str], list[OutgoingChapter]],
) -> Iterator[tuple[str, tuple[bytes, int]]]:
    """Yield a file for the units of each file and locale that could not be taken, and how many they are."""
    taken: set[str] = set()
    several = {path for path, _ in refused if sum(path == other for other, _ in refused) > 1}
    for (path, name), chapters_ in refused.items():
        form = format_of(path, files[path])
        assert form is not None, "its units have been read"
        tags = project.locales[project.source].tag, project.locales[name].tag
        data = form.written(chapters_, *tags).encode()
        stem = _KEPT.sub("", PurePosixPath(path).stem) + (f".{name}" if path in several else "")
        count = 1
        while True:
            place = f"{FOLDER}/{stem}.rejected{f'-{count}' if count > 1 else ''}{form.SUFFIX}"
            # What was kept before stays; the same again is the same file.
            if place not in taken and (not world.exists(place) or world.read(place) == data):
                break
            count += 1
        taken.add(place)
        yield place, (data, sum(len(chapter.units) for chapter in chapters_))
