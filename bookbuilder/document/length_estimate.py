"""Estimates the length of a chapter in letters before layout (a cast-off)."""

from __future__ import annotations

from bookbuilder.document.nodes import Chapter, Figure, Heading, Item, Node, Note, Paragraph, Row, Text, Value
from bookbuilder.document.walk import walk

_LETTERS: dict[type, int] = {Figure: 700, Row: 60, Heading: 120, Paragraph: 30, Item: 30, Note: 40}
"""Letters that other things count for, by the room they take."""


def estimate_length(chapter: Chapter) -> tuple[tuple[tuple[str, int], ...], int]:
    """Return each anchor of a chapter with the length before it, and the length of the whole chapter, in letters."""
    offsets, length = [], 0
    for node in walk(chapter):
        if node.id:
            offsets.append((node.id, length))
        length += _length(node)
    return tuple(offsets), length


def _length(node: Node) -> int:
    return len(node.text) if isinstance(node, (Text, Value)) else _LETTERS.get(type(node), 0)
