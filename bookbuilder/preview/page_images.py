"""Draws pages of a PDF as pictures, and says where their characters stand, with pdfium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

from bookbuilder.open_pdf import PDFIUM, unlocked_pdf
from bookbuilder.preview.page_characters import PageCharacters, page_characters

WIDEST = 4000
"""Pixels that a picture of a page is wide at most."""
_MOST = 3
"""PDF files that are kept open."""


@dataclass(frozen=True, slots=True)
class ShownPageSize:
    """The size of a page in points, and its label (`iv`, `12`)."""

    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class ShownPdf:
    """A PDF file as a build has made it: path, number of the build, and a function to read it when it is opened."""

    path: str
    build: int
    read: Callable[[], bytes] = field(compare=False)


@dataclass(frozen=True, slots=True)
class ShownOutlineEntry:
    """A chapter, as the outline of a PDF has it: its title and its first page, from 1."""

    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The chapters of a PDF. `facing`: its pages are to be seen two by two, the first one alone; `right_to_left`: a spread
    begins at the right."""

    chapters: tuple[ShownOutlineEntry, ...]
    facing: bool
    right_to_left: bool


class PageImages:
    """The pages of PDF files. Callers wait for one another (`open_pdf`)."""

    def __init__(self) -> None:
        self._files: dict[ShownPdf, Any] = {}

    def sizes(self, pdf: ShownPdf) -> tuple[ShownPageSize, ...]:
        """Return the sizes and labels of the pages of a PDF. Raises `PdfiumError` if it is none."""
        with PDFIUM:
            document = self._open(pdf)
            sizes = []
            for number in range(len(document)):
                width, height = document.get_page_size(number)
                sizes.append(ShownPageSize(width, height, document.get_page_label(number)))
            return tuple(sizes)

    def outline(self, pdf: ShownPdf) -> Outline:
        """Return the chapters of a PDF, and how its pages face one another. Raises `PdfiumError` if it is none."""
        with PDFIUM:
            document = self._open(pdf)
            chapters = tuple(
                ShownOutlineEntry(entry.get_title(), place.get_index() + 1)
                for entry in document.get_toc()
                if entry.level == 0 and (place := entry.get_dest()) is not None
            )
        with pikepdf.open(BytesIO(pdf.read())) as file:
            single = file.Root.get("/PageLayout") == "/SinglePage"
            direction = (
                file.Root.ViewerPreferences.get("/Direction") if "/ViewerPreferences" in file.Root else None
            )
            return Outline(chapters, not single, direction == "/R2L")

    def picture(self, pdf: ShownPdf, page: int, width: int) -> bytes:
        """Return a page, counted from 0, as a PNG so many pixels wide. Raises `IndexError` if there is no such page."""
        with PDFIUM:
            document = self._open(pdf)
            if not 0 <= page < len(document):
                raise IndexError(page)
            size = document.get_page_size(page)
            drawn = document[page].render(scale=min(max(width, 16), WIDEST) / size[0])
            picture = drawn.to_pil()
        # Without the lock: pdfium has done its part, and may draw for others.
        out = BytesIO()
        picture.save(out, "PNG", compress_level=1)
        return out.getvalue()

    def characters(self, pdf: ShownPdf, page: int) -> PageCharacters:
        """Return the characters of a page, counted from 0. Raises `IndexError` if there is no such page."""
        with PDFIUM:
            document = self._open(pdf)
            if not 0 <= page < len(document):
                raise IndexError(page)
            return page_characters(document[page])

    def _open(self, pdf: ShownPdf) -> Any:
        document = self._files.pop(pdf, None)
        if document is None:
            replaced = [one for one in self._files if one.path == pdf.path and one.build < pdf.build]
            # One less than the most, since another is opened below.
            kept = [one for one in self._files if one not in replaced][-_MOST + 1 :]
            for one in [one for one in self._files if one not in kept]:
                self._files.pop(one).close()
            document = unlocked_pdf(pdf.read())
        self._files[pdf] = document  # the last one that was used is the last to be closed
        return document
