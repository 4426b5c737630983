"""Public books whose texts were copied into the chapters of a new book by hand: a draft shows each of them, with every word.

A seed draws them as for `test_public_books`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.judges.public_books import PublicBook, outcome_by_hand
from tests.judges.suites import suite
from tests.judges.test_public_books import LOST, drawn


@pytest.mark.parametrize("book", drawn(), ids=lambda book: book.title)
def test_a_draft_shows_chapters_that_were_copied(book: PublicBook, tmp_path: Path) -> None:
    found = outcome_by_hand(suite(book.name, book.home) / book.folder, tmp_path, book.language)
    print(
        f"{book.title} ({book.language}): {found.pages:.0f} pages, {found.seconds:.0f} s, "
        f"{found.lost.total()} of {found.wanted} words lost: {dict(found.lost.most_common(20))}"
    )
    assert found.draft == ()
    assert found.unread == ()
    assert found.wanted
    assert found.share <= max(book.lost, LOST), found.lost
