"""Says whether a book has a half title: as its theme wants it, or if the book is not too thin for one."""

from __future__ import annotations

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.screen_pages import for_screen

NAME = "halftitle"
"""The name of its part."""
LEAST_PAGES = 48
"""Pages of a book that has a half title where the theme leaves it open: the covers, the half title and its back do not
count, nor do the blank pages that a printer wants at the end. 48 pages are three sheets of sixteen."""


def wanted(book: Book) -> bool | None:
    """Return what the theme says (`front.half_title`); None if the number of pages decides. A book for the screen has no
    half title: it protects the title page of a bound book."""
    if for_screen(book):
        return False
    value = book.theme.tokens.get("front", {}).get("half_title", "auto")
    return value if isinstance(value, bool) else None
