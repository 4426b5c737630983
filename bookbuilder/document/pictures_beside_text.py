"""Takes back that text runs beside a picture where it cannot: in a list, a cell, a box, a note, or inside a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document import nodes
from bookbuilder.document.walk import transform, walk

WRAP = Rule(
    "picture.wrap",
    "no text runs beside this picture, since it stands {where}",
    "Text runs beside a picture between two paragraphs of a chapter. In a list, a table, a box, a quotation or a note, and"
    " inside a line, there is no room for both; there a picture stands by itself, in the width that it is given.",
    Severity.NOTICE,
)
_WHERE: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.List, "in a list"),
    (nodes.Definitions, "in a list"),
    (nodes.Table, "in a table"),
    (nodes.Quote, "in a quotation"),
    (nodes.Box, "in a box"),
    (nodes.Paragraph, "inside a line"),
)


def with_possible_wraps(chapter: nodes.Chapter, report: Report) -> nodes.Chapter:
    """Return a chapter in which text runs beside pictures where it can; reports `picture.wrap` for the others."""
    if not any(isinstance(node, nodes.Image) and node.setting.wrap for node in walk(chapter)):
        return chapter

    def without(where: str) -> Callable[[nodes.Node], nodes.Node]:
        def change(node: nodes.Node) -> nodes.Node:
            if not isinstance(node, nodes.Image) or not node.setting.wrap:
                return node
            report(WRAP, node.span, where=where, hint="take wrap out")
            return replace(node, setting=replace(node.setting, wrap=False))

        return change

    def blocks() -> Iterator[nodes.Block]:
        for block in chapter.blocks:
            match block:
                case nodes.Figure(description=description):
                    yield replace(block, description=transform(description, without("in a description")))
                case nodes.Paragraph(content=(nodes.Image(),)):
                    yield block
                case _:
                    where = next((words for kind, words in _WHERE if isinstance(block, kind)), "in a block")
                    yield transform(block, without(where))

    return replace(chapter, blocks=tuple(blocks()), notes=transform(chapter.notes, without("in a note")))
