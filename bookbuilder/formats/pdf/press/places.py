"""Finds where in the Markdown a part of a book, or a block in it, comes from."""

from __future__ import annotations

from bookbuilder.diagnostics import Span
from bookbuilder.document.walk import walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.html import book_parts


def of_part(part: CompiledPart, book: Book) -> tuple[Span, str]:
    """Return the place of a part in the Markdown, and what to call it."""
    names = {name for name, *_ in part.anchors}
    for galley in book.document.galleys:
        if galley.head.id in names:
            return galley.head.span, repr(book_parts.head(galley.head))
    return book.edition.span, "the book"


def of_block(block: str, book: Book) -> Span:
    """Return the place in the Markdown of the block with an id, or of the chapter that it opens."""
    for galley in book.document.galleys:
        opening = {galley.head.id, f"{galley.head.id}-title"}
        if block in opening or block in {name for name, _ in galley.summary.places}:
            for node in walk(galley.chapter):
                if node.id == block:
                    return node.span
            return galley.head.span
    return book.edition.span
