"""Draws pages of a PDF as pictures, and says where their characters stand, with pdfium."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

import pypdfium2

from bookbuilder.preview.page_characters import PageCharacters, page_characters

WIDEST = 4000
"""Pixels that a picture of a page is wide at most."""
_MOST = 4
"""PDF files that are kept open."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page in points, and its label (`iv`, `12`)."""

    width: float
    height: float
    label: str


class PageImages:
    """The pages of PDF files. pdfium does one thing at a time, so callers wait for one another."""

    def __init__(self) -> None:
        self._files: dict[bytes, Any] = {}
        self._lock = Lock()

    def sizes(self, data: bytes) -> tuple[PageSize, ...]:
        """Return the sizes and labels of the pages of a PDF. Raises `PdfiumError` if it is none."""
        with self._lock:
            document = self._open(data)
            sizes = []
            for number in range(len(document)):
                width, height = document.get_page_size(number)
                sizes.append(PageSize(width, height, document.get_page_label(number)))
            return tuple(sizes)

    def picture(self, data: bytes, page: int, width: int) -> bytes:
        """Return a page, counted from 0, as a PNG so many pixels wide. Raises `IndexError` if there is no such page."""
        with self._lock:
            document = self._open(data)
            if not 0 <= page < len(document):
                raise IndexError(page)
            size = document.get_page_size(page)
            drawn = document[page].render(scale=min(max(width, 16), WIDEST) / size[0])
            picture = drawn.to_pil()
        out = BytesIO()
        picture.save(out, "PNG", compress_level=1)
        return out.getvalue()

    def characters(self, data: bytes, page: int) -> PageCharacters:
        """Return the characters of a page, counted from 0. Raises `IndexError` if there is no such page."""
        with self._lock:
            document = self._open(data)
            if not 0 <= page < len(document):
                raise IndexError(page)
            return page_characters(document[page])

    def _open(self, data: bytes) -> Any:
        document = self._files.pop(data, None)
        if document is None:
            document = pypdfium2.PdfDocument(data)
            while len(self._files) >= _MOST:
                self._files.pop(next(iter(self._files))).close()
        self._files[data] = document  # the last one that was used is the last to be closed
        return document
