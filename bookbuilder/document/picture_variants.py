"""Finds the picture files of a locale beside those for all (`map.en.svg` beside `map.svg`), and puts them into a chapter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec.structs import replace

from bookbuilder.document.nodes import Chapter, Image, Node
from bookbuilder.document.walk import transform


def variants(path: str, name: str, tag: str) -> tuple[str, ...]:
    """Return the file names that a locale's own picture may have, best first: by the locale's name, its tag, and shorter
    tags.

    >>> variants("images/karte.svg", "en-GB", "en-GB")
    ('images/karte.en-GB.svg', 'images/karte.en.svg')
    """
    original = PurePosixPath(path)
    parts = tag.split("-")
    tags = ("-".join(parts[:size]) for size in range(len(parts), 0, -1))
    return tuple(
        original.with_name(f"{original.stem}.{tag_or_name}{original.suffix}").as_posix()
        for tag_or_name in dict.fromkeys((name, *tags))
    )


def with_pictures(chapter: Chapter, pictures: Mapping[str, str]) -> Chapter:
    """Return a chapter with pictures replaced; `pictures` maps a path to that of its replacement."""

    def change(node: Node) -> Node:
        return (
            replace(node, source=pictures[node.source])
            if isinstance(node, Image) and node.source in pictures
            else node
        )

    result: Chapter = transform(chapter, change) if pictures else chapter
    return result
