"""Puts the heading of a page before the lines above it, such as `Chapter 3`, a date or a place."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.gather_blocks import without_start
from bookbuilder.importers.manuscript.typed_numbers import is_label, label_length

_LINES = 3
"""Paragraphs above a heading."""
_LENGTH = 80
"""Characters of each."""


def with_heading_first(blocks: tuple[nodes.Block, ...], label: str) -> tuple[nodes.Block, ...]:
    """Return the blocks of a page that begins with short lines above its heading: the heading first, then these lines
    without the number of the chapter. `label` is the title of the page in the contents, which the heading has to be."""
    at = next((n for n, one in enumerate(blocks) if not isinstance(one, nodes.Paragraph)), len(blocks))
    if not 0 < at <= _LINES or at == len(blocks):
        return blocks
    heading, above = blocks[at], blocks[:at]
    if not isinstance(heading, nodes.Heading) or not _same(nodes.plain_text(heading.content), label):
        return blocks
    lines: list[nodes.Block] = []
    for one in above:
        if not isinstance(one, nodes.Paragraph):
            return blocks
        text = nodes.plain_text(one.content)
        if len(text) > _LENGTH:
            return blocks
        if is_label(text) or text.strip().isdecimal():
            continue
        length = label_length(text)
        lines.append(replace(one, content=without_start(one.content, length)) if length else one)
    return (heading, *lines, *blocks[at + 1 :])


def _same(title: str, label: str) -> bool:
    """Whether a heading is what the contents call its page, perhaps with a number before it."""
    title, label = " ".join(title.split()).casefold(), " ".join(label.split()).casefold()
    return bool(title) and label.endswith(title)
