"""Reads in which order the headings, figures, tables and texts of chapters stand on pages, and in which they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import Box, LineBox, PageBox

from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.pages.block_properties import HEADINGS
from bookbuilder.formats.pdf.engine.read.page_flow import chapters, flow

if TYPE_CHECKING:
    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


@dataclass(frozen=True, slots=True, eq=False)
class PlacedBlock:
    """A heading, a figure, a table, or another block with lines or a picture in it, as it begins on a page (from 0)."""

    element: HtmlElement
    box: Box
    page: int
    kind: str  # heading, figure, table; empty for text

    @property
    def level(self) -> int:
        """The level of a heading, from 1."""
        return int(self.box.element_tag[1])


def placed_blocks(pages: Sequence[PageBox]) -> Iterator[tuple[HtmlElement, list[PlacedBlock]]]:
    """Yield each chapter with its blocks, in the order in which they stand on the pages; each once, where it begins."""
    found: dict[HtmlElement, list[PlacedBlock]] = {}
    seen: set[HtmlElement] = set()
    for number, page in enumerate(pages):
        for chapter in chapters(page):
            assert chapter.element is not None
            blocks = found.setdefault(chapter.element, [])
            for block in _blocks(chapter, number):
                if block.element not in seen:
                    seen.add(block.element)
                    blocks.append(block)
    yield from found.items()


def _blocks(box: Box, page: int) -> Iterator[PlacedBlock]:
    for child in flow(box):
        element = child.element
        if element is None:
            continue
        kind = _kind(child)
        if kind or isinstance(child, LineBox) or not flow(child):
            if kind or isinstance(child, LineBox) or child.border_height() > 0:
                yield PlacedBlock(element, child, page, kind)
                if isinstance(child, LineBox):
                    return
        else:
            yield from _blocks(child, page)


def _kind(box: Box) -> str:
    tag = box.element_tag
    if tag in HEADINGS:
        return "heading"
    if tag == "figure":
        return "figure"
    return "table" if tag == "table" or "table" in classes_of(box.element) else ""


def in_source_order(chapter: HtmlElement, blocks: Sequence[PlacedBlock]) -> list[PlacedBlock]:
    """Return the blocks of a chapter in the order in which they are written."""
    order = {element: number for number, element in enumerate(chapter.iter())}
    return sorted(blocks, key=lambda block: order.get(block.element, 0))
