"""Joins the parts of the long words of a chapter as its locale shows them."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.walk import transform
from bookbuilder.locales.compound_words import joined


def with_compounds(chapter: nodes.Chapter, joint: str) -> nodes.Chapter:
    """Return a chapter with the parts of its long words joined in one way (`COMPOUNDS`)."""

    def change(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Text):
            return node
        text = joined(node.text, joint)
        return node if text == node.text else replace(node, text=text)

    result: nodes.Chapter = transform(chapter, change)
    return result
