"""Marks at words that are drawn by chance are led to these words, or told as lost, however the text has changed since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import copy_dossier
from tests.proofs.changed_text import ChangedText
from tests.proofs.places import ReadBook, changed_copy
from tests.proofs.poppler import written_by_poppler
from tests.proofs.printed_book import PrintedBook
from tests.proofs.seeded_marks import Judged, judge, seeded_marks, write_marks

BOOKS = Path(__file__).parents[1] / "books"
WRONG = {"ar": 0.02}
"""The part of the marks that may be at other words, where that is not one in a hundred: pdfium swaps Latin words and numbers
in lines from right to left."""
RIGHT = {"ja": 0.55}
"""The part of the marks that are at their words in a text as it was, where that is not seven in ten: short words of Japanese
are there often, and then a mark is told as lost."""


def _book(root: Path, locale: str) -> PrintedBook:
    if locale in ("de", "en"):
        copy_dossier(root)
    else:
        shutil.copytree(BOOKS / locale, root)
    return PrintedBook.built(root, locale)


def _judged(book: PrintedBook, locale: str, folder: Path, count: int, share: float, shape: str) -> Judged:
    now, text = changed_copy(book.root, folder, locale, share, seed=7)
    marks = seeded_marks(book, count, seed=3)
    return judge(marks, now.placed(write_marks(book.data, marks, shape)), text)


def test_marks_in_a_text_that_did_not_change_are_at_their_words(tmp_path: Path) -> None:
    book = _book(tmp_path / "book", "ja")
    judged = _judged(book, "ja", tmp_path / "now", 150, 0.0, "preview")
    assert not judged.wrong
    assert judged.right > 80, judged


@pytest.mark.heavy
@pytest.mark.parametrize("locale", ["de", "en", "ar", "ja"])
def test_two_thousand_marks(locale: str, tmp_path: Path) -> None:
    """Five hundred for each share of changed words, and as many in the shapes of another program."""
    book = _book(tmp_path / "book", locale)
    for share in (0.0, 0.05, 0.2):
        for shape in ("acrobat", "preview") if share == 0.05 else ("acrobat",):
            judged = _judged(book, locale, tmp_path / f"{share}-{shape}", 500, share, shape)
            total = judged.right + judged.lost + judged.made + len(judged.wrong)
            assert len(judged.wrong) <= WRONG.get(locale, 0.01) * total, judged.wrong
            assert judged.right > (RIGHT.get(locale, 0.7) - share) * total, (
                share,
                shape,
                judged.right,
                total,
            )


@pytest.mark.heavy
def test_marks_that_poppler_selects_and_writes(tmp_path: Path) -> None:
    book = _book(tmp_path / "book", "de")
    marks = seeded_marks(book, 300, 5, ("highlight", "underline", "squiggly", "strikeout", "note"))
    written = written_by_poppler(book.data, marks, tmp_path)
    judged = judge(marks, ReadBook.of(book.root, "de").placed(written), ChangedText())
    assert not judged.wrong
    assert judged.right > 200, judged
