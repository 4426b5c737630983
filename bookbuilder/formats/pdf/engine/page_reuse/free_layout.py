"""Frees the memory of a document that was laid out and drawn.

Pages, lines, plans and fonts know one another, so that only the garbage collector could free them, and that would take as
long as a page takes to draw.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import PageBox


def free_layout(document: Document) -> None:
    """Empty the boxes and the fonts of a document that nobody reads any more."""
    pages = [page._page_box for page in document.pages]
    for page in pages:
        for line in boxes_of(page).lines:
            (marks(line).plans or {}).clear()
    free_pages(pages)
    for font in document.fonts.values():
        font.__dict__.clear()


def free_pages(pages: Iterable[PageBox]) -> None:
    """Empty the boxes of pages that nobody reads any more; other pages may have lines of the same paragraphs."""
    for page in pages:
        for box in boxes_of(page).every:
            box.__dict__.clear()
