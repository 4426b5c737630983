"""Renders the cover image of an e-book from the book's cover page."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from bookbuilder.diagnostics import Report
from bookbuilder.formats.book import Book
from bookbuilder.formats.epub.epub_archive import ManifestItem
from bookbuilder.formats.pdf.cover import cover_page
from bookbuilder.open_pdf import open_pdf

WIDTH, HEIGHT = 1600, 2560
"""In pixels: the proportions that shops require."""


@dataclass(frozen=True, slots=True)
class DrawnCover:
    """Input of a step that makes a picture of a cover: its page, a PDF."""

    pdf: bytes


def cover_image(book: Book, report: Report) -> ManifestItem:
    """Return the cover image of a book, a JPEG; the same bytes on every machine."""
    pdf = cover_page(book, WIDTH / 10, HEIGHT / 10, report)
    (data,) = book.runner.cached([DrawnCover(pdf)], _rasterized)
    return ManifestItem("cover-image", "images/cover.jpg", "image/jpeg", data, ("cover-image",))


def _rasterized(cover: DrawnCover) -> bytes:
    return rasterized(cover.pdf)


def rasterized(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a JPEG, without chroma subsampling, which blurs letters."""
    with open_pdf(pdf) as document:
        page = document[0]
        drawn = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    out = BytesIO()
    # By rounding, the drawn page may be a pixel higher or lower.
    drawn.resize((WIDTH, HEIGHT)).save(out, "JPEG", quality=88, subsampling="4:4:4", optimize=True)
    return out.getvalue()
