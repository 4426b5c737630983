"""Draws the picture that is shown with a link to the book (Open Graph): its cover in the middle of a wide ground."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from bookbuilder.diagnostics import Report
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.cover import cover_page
from bookbuilder.formats.web.addresses import public
from bookbuilder.open_pdf import open_pdf

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 1200, 630
"""In pixels: what social networks show whole, 1.91 to 1 (Open Graph, Facebook's and LinkedIn's advice)."""
COVER_WIDTH, COVER_HEIGHT = 360, 576
"""In pixels: the cover on it, in the proportions of the cover of the e-book."""
DARKER = 0.78
"""The ground is the colour at the edge of the cover, so much darker, so that the cover stands out on it."""
FILE = "share.png"


@dataclass(frozen=True, slots=True)
class SharePicture:
    """The picture: its address, its size in pixels, and the PNG."""

    address: str
    data: bytes
    width: int = WIDTH
    height: int = HEIGHT


def share_picture(book: Book, report: Report) -> SharePicture | None:
    """Return the picture; None if the address of the site is not known, since it has to be named with it."""
    address = public(book, FILE)
    if not address:
        return None
    page = cover_page(book, COVER_WIDTH / 4, COVER_HEIGHT / 4, report)
    (data,) = book.runner.cached([_Drawing(page)], _drawn)
    return SharePicture(address, data)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A cover as a PDF of one page, drawn on a ground of this size."""

    pdf: bytes
    width: int = WIDTH
    height: int = HEIGHT
    cover_width: int = COVER_WIDTH
    cover_height: int = COVER_HEIGHT


def _drawn(job: _Drawing) -> bytes:
    from PIL import Image

    with open_pdf(job.pdf) as document:
        page = document[0]
        cover = page.render(scale=2 * job.cover_width / page.get_width()).to_pil().convert("RGB")
    cover = cover.resize((job.cover_width, job.cover_height), Image.Resampling.LANCZOS)
    picture = Image.new("RGB", (job.width, job.height), _ground(cover))
    picture.paste(cover, ((job.width - job.cover_width) // 2, (job.height - job.cover_height) // 2))
    out = BytesIO()
    picture.quantize(256).save(out, "PNG", optimize=True)
    return out.getvalue()


def _ground(cover: Image) -> tuple[int, int, int]:
    """Return the mean colour of the outermost pixels of a cover, darker."""
    width, height = cover.size
    edge = [cover.getpixel((x, y)) for x in range(0, width, 8) for y in (0, height - 1)]
    edge += [cover.getpixel((x, y)) for y in range(0, height, 8) for x in (0, width - 1)]
    red, green, blue = (
        round(DARKER * sum(pixel[part] for pixel in edge if isinstance(pixel, tuple)) / len(edge))
        for part in range(3)
    )
    return red, green, blue
