"""Finds pages of a PDF that have text but show nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bookbuilder.open_pdf import open_pdf

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

SCALE = 0.3
"""Pixels per point: enough for a single figure to leave a grey."""


def blank_pages(data: bytes) -> Iterator[int]:
    """Yield the numbers (from 1) of the pages with text and no ink."""
    with open_pdf(data) as document:
        for number, page in enumerate(document, 1):
            # First the ink: nearly every page has some, and its text need not be read then.
            darkest, lightest = page.render(scale=SCALE, grayscale=True).to_pil().getextrema()
            if darkest == lightest and _has_text(page):
                yield number
            page.close()


def _has_text(page: PdfPage) -> bool:
    text = page.get_textpage()
    words = bool(text.count_chars() and text.get_text_range().strip())
    text.close()
    return words
