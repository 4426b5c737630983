"""Encodes where the texts of a part stand on its pages; those of a page that is kept are read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.compile.encode_printed_texts import encode
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.printed_texts import PrintedTextReader

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import PageBox


def printed_texts(document: Document) -> bytes:
    """Return the texts of all pages of a document, encoded."""
    reader = PrintedTextReader()
    return encode([_page(page._page_box, reader) for page in document.pages])


def _page(page: PageBox, reader: PrintedTextReader) -> list[int]:
    cached = marks(page).cached_page
    if cached is None:
        return reader.page(page)
    if cached.texts is None:
        cached.texts = reader.page(page)
    return cached.texts
