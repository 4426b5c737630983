"""Changes the texts of blocks, all in one way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bookbuilder.importers.manuscript.nodes import (
    Aside,
    Block,
    Citation,
    Definitions,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    Quote,
    Reference,
    Styled,
    Table,
)

Texts = Callable[[tuple[Inline, ...]], tuple[Inline, ...]]


def map_texts(blocks: Sequence[Block], change: Texts) -> tuple[Block, ...]:
    """Return blocks whose texts were changed, each as a whole."""

    def changed(block: Block) -> Block:
        match block:
            case Heading() | Paragraph():
                return replace(block, content=change(block.content))
            case Quote():
                return replace(block, blocks=tuple(map(changed, block.blocks)))
            case Aside():
                return replace(block, title=change(block.title), blocks=tuple(map(changed, block.blocks)))
            case List():
                return replace(block, items=tuple(tuple(map(changed, item)) for item in block.items))
            case Definitions():
                items = tuple((change(term), tuple(map(changed, meaning))) for term, meaning in block.items)
                return replace(block, items=items)
            case Table():
                rows = tuple(
                    tuple(replace(cell, blocks=tuple(map(changed, cell.blocks))) for cell in row)
                    for row in block.rows
                )
                return replace(block, rows=rows, caption=change(block.caption))
            case Figure():
                return replace(block, caption=change(block.caption))
            case _:
                return block

    return tuple(map(changed, blocks))


def map_references(blocks: Sequence[Block], change: Callable[[Reference], Reference]) -> tuple[Block, ...]:
    """Return blocks whose references were changed."""

    def inline(node: Inline) -> Inline:
        match node:
            case Reference():
                return change(replace(node, content=tuple(map(inline, node.content))))
            case Styled() | Link() | Citation():
                return replace(node, content=tuple(map(inline, node.content)))
            case _:
                return node

    return map_texts(blocks, lambda content: tuple(map(inline, content)))
