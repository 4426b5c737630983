"""Makes a chapter of a page."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.diagnostics import Span
from bookbuilder.importers.manuscript import nodes


def page_section(
    name: str, blocks: tuple[nodes.Block, ...], title: tuple[nodes.Inline, ...], span: Span
) -> nodes.Section:
    """Return a page as a chapter: its first heading is the title, if it begins with one; links to the page lead there.

    `title` is that of a page without a heading. Deeper headings begin with level 2.
    """
    anchors: tuple[str, ...] = (name,)
    first = blocks[0] if blocks else None
    if isinstance(first, nodes.Heading):
        title, top, blocks = first.content, first.level, blocks[1:]
        anchors += tuple(node.name for node in nodes.walk_inlines(title) if isinstance(node, nodes.Anchor))
    else:
        top = min((block.level for block in blocks if isinstance(block, nodes.Heading)), default=2) - 1
    inner = tuple(
        replace(block, level=max(block.level - top + 1, 2)) if isinstance(block, nodes.Heading) else block
        for block in blocks
    )
    return nodes.Section(title, inner, span, anchors=anchors)
