"""Marks the pages of a web edition that is not for readers: a draft, or a proof."""

from __future__ import annotations

from markupsafe import Markup

from bookbuilder.formats.book import Book
from bookbuilder.formats.proof_mark import proof_mark
from bookbuilder.html import draft_mark, proof_page


def marked_for_readers(page: str, book: Book) -> str:
    """Return a page with the mark of a draft, and that of a proof with its identifier, which names it when it comes back;
    the page itself if the book is neither."""
    page = draft_mark.marked(page, book.draft_mark)
    if book.edition.proof is None:
        return page
    return proof_page.marked(page, proof_mark(book), Markup.escape(book.file_identifier))
