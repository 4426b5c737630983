"""Finds the pictures that the chapters of a locale show, without building them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.translate.chapter_paths import chapter_files
from bookbuilder.world import Workspace, relative

_IMAGE = re.compile(r"(?<!\\)!\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]\(\s*<?([^\s()<>]+)")
_MAY_BE_NONE = re.compile(r"^ *(?:```|~~~|:::)|translate", re.MULTILINE)
"""What may make an image one that nobody translates: a listing, a placeholder, a locked passage."""


def used_pictures(world: Workspace, locale: str) -> tuple[str, ...]:
    """Return the paths of the pictures in a locale's chapters, in order; not those of listings and of what is not to be
    translated."""
    result: dict[str, None] = {}
    for file in chapter_files(world, locale):
        try:
            text = world.text(file)
        except BookbuilderError:  # reported when the chapter is read
            continue
        for part in _parts(text, file) if "](" in text else ():
            for match in _IMAGE.finditer(part):
                path = relative(file, unquote(match[1]))
                if PurePosixPath(path).suffix.lower() in PICTURE_TYPES and not path.startswith(".."):
                    result[path] = None
    return tuple(result)


def _parts(text: str, file: str) -> Iterator[str]:
    """Yield the texts of a chapter that may have images."""
    if not _IMAGE.search(text):
        return
    if not _MAY_BE_NONE.search(text):
        yield text
        return
    from bookbuilder.translate.chapter_blocks import blocks  # loads the Markdown parser

    for block in blocks(text, file):
        if block.prose and not block.locked:
            yield f"![]({block.anchor})" if block.kind.endswith("alt") else block.text
