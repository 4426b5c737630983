"""The texts of a chapter in which lines break by the sense of its words: paragraphs, captions and cells, and their runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.walk import transform

NO_TEXT = "\ufffc"
"""Stands for pictures and formulas; code and values count as the words that they are."""
LINE_END = "\u2028"

Inlines = tuple[nodes.Inline, ...]


def with_changed_texts(chapter: nodes.Chapter, change: Callable[[Inlines], Inlines]) -> nodes.Chapter:
    """Return a chapter whose paragraphs, cells, captions and summary went through `change`, which returns what it leaves
    alone as it is."""

    def changed(node: nodes.Node) -> nodes.Node:
        match node:
            case nodes.Paragraph(content=content) | nodes.Cell(content=content):
                new = change(content)
                return node if new is content else replace(node, content=new)
            case nodes.Figure(caption=caption) | nodes.Table(caption=caption):
                new = change(caption)
                return node if new is caption else replace(node, caption=new)
            case _:
                return node

    result: nodes.Chapter = transform(chapter, changed)
    summary = change(result.summary)
    return result if summary is result.summary else replace(result, summary=summary)


def text_runs(content: tuple[Any, ...]) -> Iterator[nodes.Text | str]:
    """Yield the texts of inlines, those that stay whole as plain strings, and a line end for a break."""
    for node in content:
        match node:
            case nodes.Text():
                yield node
            case nodes.Value(text=text) | nodes.CodeText(text=text):
                yield text
            case nodes.Break():
                yield LINE_END
            case nodes.NoteRef() | nodes.Locators():
                yield ""
            case nodes.Formula() | nodes.Image():
                yield NO_TEXT
            case _:
                yield from text_runs(node.content)
