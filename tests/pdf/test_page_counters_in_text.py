"""Page numbers that a style sheet puts into running text are those of the book, as in the layout of one piece."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.formats.pdf.paginate import page_order
from tests.cases import book
from tests.pdf.test_linked_parts import LONG, NOTES, both, labels, places, words

SHEET = (Path(__file__).parents[2] / "styles/dossier/print.css").read_text(encoding="utf-8")
CHAPTERS = {
    f"chapters/de/{number:02}-kapitel.md": f"# Kapitel {number}\n\n{LONG}\n\n## Ende\n\nSchluss.\n\n{NOTES}\n"
    for number in range(1, 4)
}


def with_sheet(css: str, folder: Path) -> tuple[Path, Path]:
    """Return the book with a style sheet, in parts and in one piece, which have the same words."""
    files = CHAPTERS | {"styles/dossier/print.css": SHEET + css}
    linked, single = both(book.write(folder / "b", files, editions=book.PRINT))
    assert words(linked) == words(single)
    return linked, single


@pytest.mark.heavy
def test_running_text_says_the_page_of_the_book(tmp_path: Path) -> None:
    said = (
        '.chapter h1::after, .chapter h2::after { content: " (blatt " counter(page) ")"'
        ' " (gross " counter(page, upper-roman) ")" }\n'
    )
    linked, single = with_sheet(said, tmp_path)
    for word in ("(blatt", "(gross"):
        found = [
            (page[at - 1 : at + 1], number)
            for number, page in enumerate(words(linked))
            for at, _ in enumerate(page)
            if at and page[at - 1] == word
        ]
        assert len(found) == 2 * len(CHAPTERS) + 1  # and the imprint
        if word == "(blatt":
            folios = labels(linked)
            assert [said[1] for said, _ in found] == [f"{folios[number]})" for _, number in found]
            assert {len(said[1]) for said, _ in found} == {2, 3}  # pages of one figure and of two
    assert {name: place[0] for name, place in places(linked).items()} == {
        name: place[0] for name, place in places(single).items()
    }


@pytest.mark.heavy
def test_running_text_says_how_many_pages_the_book_has(tmp_path: Path) -> None:
    said = (
        '.chapter h1::after { content: " (blatt " counter(page) " von " counter(pages) ")"'
        ' " (klein " counter(page, lower-roman) " von " counter(pages, lower-roman) ")" }\n'
    )
    linked, _ = with_sheet(said, tmp_path)
    pages = len(labels(linked))
    assert pages > 9
    for word, style in (("(blatt", "D"), ("(klein", "r")):
        found = [page[at + 3] for page in words(linked) for at, one in enumerate(page) if one == word]
        assert set(found) == {f"{page_order.written(pages, style)})"}
        assert len(found) == len(CHAPTERS) + 1


@pytest.mark.heavy
def test_a_counter_of_its_own_of_that_name_counts_as_it_says(tmp_path: Path) -> None:
    said = '.chapter { counter-set: pages 41 } .chapter h1::after { content: " von " counter(pages) }\n'
    files = {"chapters/de/01.md": "# Kapitel\n\nEin Satz.\n", "styles/dossier/print.css": SHEET + said}
    linked, single = both(book.write(tmp_path / "b", files, editions=book.PRINT))
    assert words(linked) == words(single)
    assert any("41" in page for page in words(linked))
