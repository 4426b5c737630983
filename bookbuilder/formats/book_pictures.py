"""Reads the pictures of a book as an edition shows them: drawings with the characters that its fonts have."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Image
from bookbuilder.document.picture_files import Picture, read_picture
from bookbuilder.formats.book import Book
from bookbuilder.html.drawing_texts import SVG, with_other_characters


def shown_picture(book: Book, image: Image, report: Report) -> Picture | None:
    """Return the picture of an image; reports what `read_picture` reports."""
    picture = read_picture(book.world, image.source, image.span, report)
    if picture is None or picture.media_type != SVG or not book.drawn_stand_ins:
        return picture
    return replace(picture, data=with_other_characters(picture.data, book.drawn_stand_ins))
