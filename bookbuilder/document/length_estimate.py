"""Estimates the length of a chapter in letters before layout (a cast-off)."""

from __future__ import annotations

from bookbuilder.document import nodes
from bookbuilder.document.walk import walk

_LETTERS: dict[type, int] = {
    nodes.Figure: 700,
    nodes.Row: 60,
    nodes.Heading: 120,
    nodes.Paragraph: 30,
    nodes.Item: 30,
    nodes.Note: 40,
    nodes.Formula: 12,
}
"""Letters that other things count for, by the room they take."""
_DISPLAYED = 150
"""Letters that a displayed formula counts for."""


def estimate_length(chapter: nodes.Chapter) -> tuple[tuple[tuple[str, int], ...], int]:
    """Return each anchor of a chapter with the length before it, and the length of the whole chapter, in letters."""
    offsets, length = [], 0
    for node in walk(chapter):
        if node.id:
            offsets.append((node.id, length))
        length += _length(node)
    return tuple(offsets), length


def _length(node: nodes.Node) -> int:
    if isinstance(node, nodes.Formula) and node.display:
        return _DISPLAYED
    return len(node.text) if isinstance(node, (nodes.Text, nodes.Value)) else _LETTERS.get(type(node), 0)
