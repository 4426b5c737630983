"""Marks the titles of a source that is in another language, so that they are read aloud and hyphenated in it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.walk import transform


def with_language(
    content: tuple[nodes.Inline, ...], titles: Sequence[str], lang: str
) -> tuple[nodes.Inline, ...]:
    """Return inlines in which each of these titles is marked as text of a language (BCP 47), where it stands as a whole in
    one text. A title that its style prints in another way stays unmarked."""
    wanted = [title for title in titles if title]

    def mark(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        if not isinstance(node, nodes.Text):
            return node
        title = next((title for title in wanted if title in node.text), "")
        if not title:
            return node
        before, _, behind = node.text.partition(title)
        marked = nodes.Styled("span", (replace(node, text=title),), lang=lang, span=node.span)
        parts = (replace(node, text=before), marked, replace(node, text=behind))
        return tuple(part for part in parts if not isinstance(part, nodes.Text) or part.text)

    result: tuple[nodes.Inline, ...] = transform(content, mark)
    return result
