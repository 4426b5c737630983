"""Says of what a planned page of a chapter is made: its content, and how it is planned to be set."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.page_reuse.box_signature import Signature
from bookbuilder.formats.pdf.engine.pages.block_column import BlockColumn, ColumnEntry
from bookbuilder.formats.pdf.engine.pages.chapter_pages import ChapterPages

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a planned page is made of: where it begins (`path`, from the chapter down), and all that its layout depends on
    besides that (`key`). Children of the chapter are counted from the one that it begins with, so that a page is the same
    wherever it stands."""

    path: tuple[int, ...]
    key: Hashable


class PlannedContents:
    """The contents of the pages of a chapter that was planned, the children of which have these signatures."""

    def __init__(self, chapter: Box, pages: ChapterPages, signatures: Mapping[Box, Signature]) -> None:
        self._children, self._signatures = chapter.children, signatures
        self._begins = sorted(pages.begins)
        self._open_end = pages.open_end
        self._entries = _entries(pages.galley)

    def page(self, path: tuple[int, ...]) -> PageContent | None:
        """Return the content of the page that begins at a place; None if no page is planned to begin there, or if it is
        not planned where that page ends."""
        if path not in self._begins:
            return None
        at = self._begins.index(path) + 1
        if at == len(self._begins) and self._open_end:
            return None
        end = self._begins[at] if at < len(self._begins) else None
        first = path[0]
        children = self._children[first : end[0] + 1 if end else None]
        planned = [self._child(child) for child in children]
        if None in planned:
            return None
        return PageContent(path, (path[1:], end and (end[0] - first, *end[1:]), tuple(planned)))

    def _child(self, child: Box) -> Hashable:
        """Return what a child of the chapter is made of, and how it is planned to be set; None if it is not known."""
        entries = self._entries.get(child, [])
        holder = next((entry.child for entry in entries), child)
        known = self._signatures.get(holder)
        if known is None:
            return None
        lines = child.children[0] if entries and child.children else child
        return (
            known,
            marks(child).planned.key(),
            marks(lines).planned.key(),
            tuple((entry.path[1:], _lines(entry)) for entry in entries),
        )


def _entries(galley: BlockColumn) -> Mapping[Box, list[ColumnEntry]]:
    """Return the blocks in each child of a chapter. A block that is split across two children is listed under both."""
    entries: dict[Box, list[ColumnEntry]] = {}
    for entry in galley.entries:
        for child in (entry.child, *(rest.box for rest in entry.rests)):
            entries.setdefault(child, []).append(entry)
    return entries


def _lines(entry: ColumnEntry) -> Hashable:
    """Return how the lines of a paragraph are planned to be set; None for another block."""
    plan = entry.plan
    return None if plan is None else (plan.paragraph.hyphens, plan.chosen.ends, plan.page_ends)
