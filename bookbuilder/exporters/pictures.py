"""The pictures of a book as a format takes them: drawings may become PNG, and files may be named or embedded."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image as Pillow

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Image
from bookbuilder.document.picture_files import Picture
from bookbuilder.document.walk import walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.book_pictures import shown_picture
from bookbuilder.formats.pdf import typesetter_messages
from bookbuilder.formats.pdf.cover import PAGE, PageJob
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.html.svg_fonts import embed_fonts
from bookbuilder.open_pdf import open_pdf

SVG = "image/svg+xml"
_POINTS, _PIXELS = 72, 96
"""Points and CSS pixels in an inch."""
_RESOLUTION = 300
"""Dots per inch of a drawing that becomes a PNG, as wide as it is in CSS pixels."""
_WIDEST = 4000
"""The most dots of a side of such a PNG."""
_WORD = ("image/png", "image/jpeg", "image/gif")
"""What word processors of any age show."""


@dataclass(frozen=True, slots=True)
class ExportedPicture:
    """A picture: the address under which the exported text names it, its file (name and bytes; the name is empty if it is
    embedded), and its width and height in inches. It is `sized` if the exported text has to say them."""

    address: str
    name: str
    data: bytes
    width: float
    height: float
    sized: bool = False

    def size(self, room: float) -> dict[str, str]:
        """Return the attributes that say its size, at most `room` inches wide; none where the format knows it."""
        if not self.sized and self.width <= room:
            return {}
        scale = min(1.0, room / self.width) if self.width else 1.0
        return {"width": f"{self.width * scale:.4f}in", "height": f"{self.height * scale:.4f}in"}


def exported_pictures(
    book: Book, report: Report, *, embedded: bool, drawings: bool
) -> dict[str, ExportedPicture]:
    """Return the pictures of a book by their path: `embedded` as data URIs, or as files in `images/`. Without `drawings`,
    SVG and WebP become PNG, drawn with the fonts of the book. Reports `image.*`."""
    result: dict[str, ExportedPicture] = {}
    names: set[str] = set()
    for picture in _pictures(book, report):
        data, media_type = picture.data, picture.media_type
        sized = media_type == SVG or not embedded  # pandoc cannot read files
        size = (picture.width / _PIXELS, picture.height / _PIXELS, sized)
        if media_type == SVG:
            data = embed_fonts(data, book.fonts, "woff2") if drawings else _drawn(book, picture, report)
        elif not drawings and media_type not in _WORD:
            data = _as_png(data)
        if data is not picture.data and not drawings:
            media_type = "image/png"
        if embedded:
            address = f"data:{media_type};base64,{b64encode(data).decode()}"
            result[picture.path] = ExportedPicture(address, "", data, *size)
        else:
            name = f"images/{_file_name(picture.path, media_type, names)}"
            result[picture.path] = ExportedPicture(name, name, data, *size)
    return result


def _pictures(book: Book, report: Report) -> Iterator[Picture]:
    """Yield each picture of the text once."""
    seen: set[str] = set()
    for node in walk(book.document.chapters):
        if isinstance(node, Image) and node.source and node.shown not in seen:
            seen.add(node.shown)
            if picture := shown_picture(book, node, report):
                yield picture


def _file_name(path: str, media_type: str, taken: set[str]) -> str:
    source = PurePosixPath(path)
    suffix = ".png" if media_type == "image/png" else source.suffix.lower()
    name, number = f"{source.stem}{suffix}", 1
    while name in taken:
        number += 1
        name = f"{source.stem}-{number}{suffix}"
    taken.add(name)
    return name


def _drawn(book: Book, picture: Picture, report: Report) -> bytes:
    """Return a drawing as a PNG, in the fonts of the book; reports `pdf.warning`."""
    width, height = (max(side, 1.0) / _PIXELS for side in (picture.width, picture.height))
    css = (
        f"@page {{ size: {width}in {height}in; margin: 0 }}\nbody {{ margin: 0 }}\n"
        "img { display: block; width: 100% }\n"
    )
    html = '<html><head><title>picture</title></head><body><img src="book:picture.svg" alt=""/></body></html>'
    job = PageJob(
        book.world,
        font_directory(book.world, book.fonts),
        html,
        css,
        {"picture.svg": Resource.of(picture.data, SVG)},
        book.without_patches,
    )
    ((messages, pdf),) = book.runner.run(PAGE, [job])
    typesetter_messages.explain(messages, book, report)
    scale = min(_RESOLUTION, _WIDEST / max(width, height)) / _POINTS
    with open_pdf(pdf) as document:
        drawn = document[0].render(scale=scale).to_pil().convert("RGB")
    out = BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def _as_png(data: bytes) -> bytes:
    out = BytesIO()
    with Pillow.open(BytesIO(data)) as picture:
        picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def picture_files(pictures: Mapping[str, ExportedPicture]) -> dict[str, bytes]:
    """Return the files of pictures that are not embedded."""
    return {picture.name: picture.data for picture in pictures.values() if picture.name}
