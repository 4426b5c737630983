"""Finds pages of a PDF that have text but show nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.open_pdf import open_pdf

SCALE = 0.3
"""Pixels per point: enough for a single figure to leave a grey."""


def blank_pages(data: bytes) -> Iterator[int]:
    """Yield the numbers (from 1) of the pages with text and no ink."""
    with open_pdf(data) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            words = text.count_chars() and text.get_text_range().strip()
            text.close()
            if words:
                darkest, lightest = page.render(scale=SCALE, grayscale=True).to_pil().getextrema()
                if darkest == lightest:
                    yield number
            page.close()
