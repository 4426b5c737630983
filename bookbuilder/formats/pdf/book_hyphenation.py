"""How a book is hyphenated: what its locale and its hyphenation.toml say."""

from __future__ import annotations

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.hyphenation import Hyphenation
from bookbuilder.project.hyphenation_file import hyphenation_exceptions


def book_hyphenation(book: Book) -> Hyphenation:
    """Return how a book is hyphenated. Entries that are wrong are left out: `checks.hyphenation_exceptions` reports them."""
    chars = str(book.locale.settings.get("hyphenation", {}).get("chars", ""))
    return Hyphenation(book.locale.language, chars, hyphenation_exceptions(book.world, book.project))
