"""Public books in Markdown are imported without errors and with every word, and a draft of each is built.

A seed draws `DRAWN` of those in `public_books.toml` (`BOOKS_SEED=7 make judges SUITES=DIR`); `BOOKS_SEED=all` takes each.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.judges.public_books import Outcome, PublicBook, outcome, public_books
from tests.judges.suites import suite

DRAWN = 6
WITH_PDF = 1
"""Of the books that are drawn, those whose PDF is built as well."""
LOST = 0.001
"""The share of words that may be lost: what two readers of Markdown see in different ways, such as where a link ends."""
SECONDS, PAGES = 60, 300
"""A book of so many pages is imported and built in so many seconds of a processor."""


def drawn() -> list[PublicBook]:
    """Return the books that the seed draws."""
    seed, found = os.environ.get("BOOKS_SEED", "1"), list(public_books())
    return found if seed == "all" else random.Random(seed).sample(found, DRAWN)  # nothing secret


def judge(book: PublicBook, folder: Path, *editions: str) -> Outcome:
    """Return what becomes of a book."""
    return outcome(suite(book.name, book.home) / book.folder, folder, editions=editions)


@pytest.mark.parametrize("book", drawn(), ids=lambda book: book.title)
def test_a_public_book_is_imported_with_every_word(book: PublicBook, tmp_path: Path) -> None:
    editions = ("web", "pdf") if book in drawn()[:WITH_PDF] else ("web",)
    found = judge(book, tmp_path, *editions)
    print(
        f"{book.title} ({book.language}): {found.pages:.0f} pages, {found.seconds:.0f} s, "
        f"{found.lost.total()} of {found.wanted} words lost: {dict(found.lost.most_common(20))}"
    )
    assert found.imported
    assert found.errors == ()
    assert found.draft == ()
    assert found.wanted
    assert found.share <= (book.lost or LOST), found.lost
    if "pdf" not in editions:
        assert found.seconds <= SECONDS * max(found.pages / PAGES, 1)


def test_every_book_of_the_list_is_described() -> None:
    books = public_books()
    assert len({book.title for book in books}) == len(books) >= 90
    assert len({book.language for book in books}) >= 10
    assert all(book.home.startswith("https://") and bool(book.lost) == bool(book.why) for book in books)
