"""Recognises the placeholders that an export of ours has: a box whose last paragraph is where the missing part is from."""

from __future__ import annotations

from bookbuilder.diagnostics import Span
from bookbuilder.importers.manuscript import nodes


def placeholder(blocks: tuple[nodes.Block, ...], span: Span) -> nodes.Placeholder:
    """Return the placeholder that a box with these blocks is."""
    source = source_in(blocks[-1]) if blocks else ""
    return nodes.Placeholder(source, blocks[:-1] if source else blocks, span)


def source_in(block: object) -> str:
    """Return the address or path of which a paragraph consists; empty if it has other words."""
    if not isinstance(block, nodes.Paragraph):
        return ""
    code = "".join(node.text for node in nodes.walk_inlines(block.content) if isinstance(node, nodes.Code))
    return code if code.strip() == nodes.plain_text(block.content).strip() else ""
