"""Changes the texts of blocks, all in one way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bookbuilder.importers.manuscript import nodes

Texts = Callable[[tuple[nodes.Inline, ...]], tuple[nodes.Inline, ...]]


def map_texts(blocks: Sequence[nodes.Block], change: Texts) -> tuple[nodes.Block, ...]:
    """Return blocks whose texts were changed, each as a whole."""

    def changed(block: nodes.Block) -> nodes.Block:
        match block:
            case nodes.Heading() | nodes.Paragraph():
                return replace(block, content=change(block.content))
            case nodes.Quote() | nodes.Placeholder():
                return replace(block, blocks=tuple(map(changed, block.blocks)))
            case nodes.Aside():
                return replace(block, title=change(block.title), blocks=tuple(map(changed, block.blocks)))
            case nodes.List():
                return replace(block, items=tuple(tuple(map(changed, item)) for item in block.items))
            case nodes.Definitions():
                items = tuple((change(term), tuple(map(changed, meaning))) for term, meaning in block.items)
                return replace(block, items=items)
            case nodes.Table():
                rows = tuple(
                    tuple(replace(cell, blocks=tuple(map(changed, cell.blocks))) for cell in row)
                    for row in block.rows
                )
                return replace(block, rows=rows, caption=change(block.caption))
            case nodes.Figure():
                return replace(block, caption=change(block.caption))
            case _:
                return block

    return tuple(map(changed, blocks))


def map_references(
    blocks: Sequence[nodes.Block], change: Callable[[nodes.Reference], nodes.Reference]
) -> tuple[nodes.Block, ...]:
    """Return blocks whose references were changed."""

    def inline(node: nodes.Inline) -> nodes.Inline:
        match node:
            case nodes.Reference():
                return change(replace(node, content=tuple(map(inline, node.content))))
            case nodes.Styled() | nodes.Link() | nodes.Citation() | nodes.Fact():
                return replace(node, content=tuple(map(inline, node.content)))
            case _:
                return node

    return map_texts(blocks, lambda content: tuple(map(inline, content)))
