"""Draws the cover as a picture for those who share a link to the book (Open Graph)."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pypdfium2

from bookbuilder.diagnostics import Report
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.cover import cover_page
from bookbuilder.formats.web.addresses import public

WIDTH, HEIGHT = 1000, 1600
"""In pixels: the proportions of the cover of the e-book."""
FILE = "cover.png"


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """The picture: its address, its size in pixels, and the PNG."""

    address: str
    data: bytes
    width: int = WIDTH
    height: int = HEIGHT


def cover_picture(book: Book, report: Report) -> CoverPicture | None:
    """Return the picture of the cover; None if the address of the site is not known, since it has to be named with it."""
    address = public(book, FILE)
    if not address:
        return None
    (data,) = book.runner.cached([_Drawing(cover_page(book, WIDTH / 10, HEIGHT / 10, report))], _drawn)
    return CoverPicture(address, data)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A PDF of one page that is drawn in this size."""

    pdf: bytes
    width: int = WIDTH
    height: int = HEIGHT


def _drawn(job: _Drawing) -> bytes:
    document = pypdfium2.PdfDocument(job.pdf)
    try:
        page = document[0]
        picture = page.render(scale=job.width / page.get_width()).to_pil().convert("RGB")
        out = BytesIO()
        picture.resize((job.width, job.height)).quantize(256).save(out, "PNG", optimize=True)
        return out.getvalue()
    finally:
        document.close()
