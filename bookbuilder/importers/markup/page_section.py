"""Makes a chapter of a page."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.diagnostics import Span
from bookbuilder.importers.manuscript.nodes import Anchor, Block, Heading, Inline, Section, walk_inlines


def page_section(name: str, blocks: tuple[Block, ...], title: tuple[Inline, ...], span: Span) -> Section:
    """Return a page as a chapter: its first heading is the title, if it begins with one; links to the page lead there.

    `title` is that of a page without a heading. Deeper headings begin with level 2.
    """
    anchors: tuple[str, ...] = (name,)
    first = blocks[0] if blocks else None
    if isinstance(first, Heading):
        title, top, blocks = first.content, first.level, blocks[1:]
        anchors += tuple(node.name for node in walk_inlines(title) if isinstance(node, Anchor))
    else:
        top = min((block.level for block in blocks if isinstance(block, Heading)), default=2) - 1
    inner = tuple(
        replace(block, level=max(block.level - top + 1, 2)) if isinstance(block, Heading) else block
        for block in blocks
    )
    return Section(title, inner, span, anchors=anchors)
