"""A book, as one format has it, into the document that pandoc gets."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.exporters.conversion import BookConversion
from bookbuilder.exporters.convert_book import anchors, book_document
from bookbuilder.exporters.dialect import TargetFormat
from bookbuilder.exporters.exporter import ExportInput
from bookbuilder.exporters.pictures import ExportedPicture
from bookbuilder.pandoc.pandoc_ast import Element


def pandoc_document(
    given: ExportInput, dialect: TargetFormat, pictures: Mapping[str, ExportedPicture]
) -> tuple[Element, BookConversion]:
    """Return the document of a book in the ways of a format, with its pictures by their path, and what was found in it."""
    book = given.book
    conversion = BookConversion(
        dialect, book.locale, pictures, anchors(book), given.comments.edges, given.review
    )
    return book_document(book, conversion), conversion
