"""Reads the notes of pages, and joins pages to a manuscript."""

from __future__ import annotations

import re
from dataclasses import replace

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.gather_blocks import without_start
from bookbuilder.importers.markup.page import MarkupPage
from bookbuilder.importers.markup.page_blocks import page_blocks
from bookbuilder.importers.markup.page_inlines import PageReading


def page_notes(pages: dict[str, MarkupPage], reading: PageReading) -> dict[str, tuple[nodes.Block, ...]]:
    """Return the notes of all pages by the anchors that call them; a note that is called by two anchors is there twice."""
    notes: dict[str, tuple[nodes.Block, ...]] = {}
    for key, element in reading.links.notes.items():
        page = pages[key.partition("#")[0]]
        reading.pending.clear()
        notes[key] = _without_number(page_blocks(page, reading, element))
    reading.pending.clear()
    return notes


def _without_number(blocks: tuple[nodes.Block, ...]) -> tuple[nodes.Block, ...]:
    """Return a note without the number or sign that leads back to its call."""
    if not blocks or not isinstance(first := blocks[0], nodes.Paragraph):
        return blocks
    content = first.content
    while content and isinstance(content[0], nodes.Anchor):
        content = content[1:]
    if (
        content
        and isinstance(content[0], nodes.Reference | nodes.Link)
        and len(nodes.plain_text(content[:1]).strip()) <= NUMBER
    ):
        content = content[1:]
        text = nodes.plain_text(content)
        content = without_start(content, len(text) - len(text.lstrip(" .:\u00a0")))
    if match := re.match(r"\s*[.:)\]]\s+", nodes.plain_text(content)):  # what followed the number
        content = without_start(content, len(match[0]))
    last = content[-1] if content else None
    if (
        isinstance(last, nodes.Reference)
        and len(nodes.plain_text((last,)).strip()) <= NUMBER
        and not nodes.plain_text((last,)).strip().isalpha()
    ):
        content = content[:-1]
    return (replace(first, content=content), *blocks[1:])


NUMBER = 6
"""Characters of the number of a note, with its brackets."""
