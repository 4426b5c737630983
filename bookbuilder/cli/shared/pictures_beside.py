"""Finds the pictures that a manuscript of one Markdown file names, where they lie in its folder or below it."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.importers.markdown_sources.markdown_book import TEXTS
from bookbuilder.importers.markdown_sources.named_pictures import is_picture, named_paths
from bookbuilder.world import Reader, World
from bookbuilder.world.read_any_text import read_any_text

MOST = 2_000
"""Pictures that are looked for; a manuscript with more is given as a folder."""


def named_beside(path: Path) -> tuple[Reader, list[str]]:
    """Return the folder of a file, and the paths of the pictures there that it names. None of them is above the folder or
    leads out of it by a link; a file that is no Markdown, or cannot be read, names none."""
    real = path.resolve()
    world = World(real.parent)
    if not real.name.lower().endswith(TEXTS) or world.folder_exists(real.name):
        return world, []
    try:
        text = read_any_text(world.read(real.name)).text
    except BookbuilderError:
        return world, []
    wanted: dict[str, None] = {}
    for address in named_paths(text.splitlines()):
        name = posixpath.normpath(unquote(address.partition("#")[0])) if is_picture(address) else ""
        inside = name and not name.startswith(("/", "..")) and "\0" not in name and "\\" not in name
        if inside and len(wanted) < MOST and not world.leads_out(name) and world.exists(name):
            wanted.setdefault(name)
    return world, [name for name in wanted if not world.folder_exists(name)]
