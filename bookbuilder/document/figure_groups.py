"""Figures side by side: a box whose figures share a number, (a) and (b), and whose last paragraph is the caption of all."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.table_notes import letter

GROUP = "figures"
"""The kind of the box."""
CAPTION = "caption"
"""The class of its caption."""


def group_number(node: nodes.Node) -> int:
    """Return the number that the figures of a group share; 0 for another node, and before it has one."""
    match node:
        case nodes.Box(kind="figures", blocks=(nodes.Figure(number=number), *_)):
            return number
        case _:
            return 0


def group_caption(node: nodes.Node) -> tuple[nodes.Inline, ...]:
    """Return the caption of a group; empty for another node."""
    if not isinstance(node, nodes.Box) or node.kind != GROUP:
        return ()
    captions = (
        one.content for one in node.blocks if isinstance(one, nodes.Paragraph) and CAPTION in one.classes
    )
    return next(captions, ())


def numbered_group(node: nodes.Box, number: int) -> nodes.Box:
    """Return a group whose figures have a number; it has an anchor of its own, made from that of the first one."""
    blocks = tuple(
        replace(one, number=number) if isinstance(one, nodes.Figure) else one for one in node.blocks
    )
    return replace(node, blocks=blocks, id=node.id or f"{blocks[0].id}-group")


def part_label(part: int) -> str:
    """Return what is printed before the caption of a figure in a group.

    >>> part_label(2)
    '(b)'
    """
    return f"({part_letter(part)})"


def part_letter(part: int) -> str:
    """Return the letter of a figure in a group, from 1; empty for one in none."""
    return letter(part - 1) if part else ""
