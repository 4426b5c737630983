"""Puts the credits of pictures into a chapter, or takes them out of it where a book lists them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from bookbuilder.document.nodes import Chapter, Figure, Node
from bookbuilder.document.walk import transform


class ChapterCredits(Struct, frozen=True, array_like=True, gc=False):
    """The credits of the pictures of a chapter by their paths, and whether they are printed `beside` the figures."""

    by_path: Mapping[str, str] = {}
    beside: bool = True


BESIDE = ChapterCredits()
"""Those of a book that knows no rights: figures have the credits that are written there."""


def with_credits(chapter: Chapter, known: ChapterCredits) -> Chapter:
    """Return a chapter whose figures have their credits, or none; a credit that is written at a figure stays its own."""
    if known == BESIDE:
        return chapter

    def change(node: Node) -> Node:
        if not isinstance(node, Figure):
            return node
        credit = (node.credit or known.by_path.get(node.image.source, "")) if known.beside else ""
        return node if credit == node.credit else replace(node, credit=credit)

    result: Chapter = transform(chapter, change)
    return result
