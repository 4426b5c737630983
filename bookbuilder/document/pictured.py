"""Puts the pictures of a language into a chapter, in the place of those that are for all."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from bookbuilder.document.nodes import Chapter, Image, Node
from bookbuilder.document.walk import transform


def pictured(chapter: Chapter, pictures: Mapping[str, str]) -> Chapter:
    """Return a chapter with other pictures: path → path of the one in its place."""

    def change(node: Node) -> Node:
        return (
            replace(node, source=pictures[node.source])
            if isinstance(node, Image) and node.source in pictures
            else node
        )

    made: Chapter = transform(chapter, change) if pictures else chapter
    return made
