"""Takes back what a picture asks for where it cannot be, in a list, a cell, a box, a note, or inside a line: that text
runs beside it, or that it reaches the edges of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
EDGES = Rule(
    "picture.edges",
    "this picture does not reach the edges of the page, since it stands {where}",
    "A picture reaches the edges between two paragraphs of a chapter. In a list, a table, a box, a quotation or a note, and"
    " inside a line, it is as wide as what it stands in.",
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


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a picture can ask for only between paragraphs: the field of its setting, and how an author asks for it."""

    field: str
    rule: Rule
    option: str


_WISHES = (_Wish("wrap", WRAP, "wrap"), _Wish("edges", EDGES, "width=page"))


def with_possible_settings(chapter: nodes.Chapter, report: Report) -> nodes.Chapter:
    """Return a chapter in which pictures are set as they ask for where they can be; reports `picture.wrap` and
    `picture.edges` for the others."""
    settings = [node.setting for node in walk(chapter) if isinstance(node, nodes.Image)]
    for wish in _WISHES:
        if any(getattr(setting, wish.field) for setting in settings):
            chapter = _with_possible(wish, chapter, report)
    return chapter


def _with_possible(wish: _Wish, chapter: nodes.Chapter, report: Report) -> nodes.Chapter:
    def without(where: str) -> Callable[[nodes.Node], nodes.Node]:
        def change(node: nodes.Node) -> nodes.Node:
            if not isinstance(node, nodes.Image) or not getattr(node.setting, wish.field):
                return node
            report(wish.rule, node.span, where=where, hint=f"take {wish.option} out")
            return replace(node, setting=replace(node.setting, **{wish.field: False}))

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
