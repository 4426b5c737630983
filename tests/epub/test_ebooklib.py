"""What EbookLib by itself makes of an ordinary book is refused: `test_judges.py` shows that ours is not.

A finding that is gone here needs our repair no more.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from ebooklib import epub

from bookbuilder import api
from tests.cases import book
from tests.validators import ace, epubcheck

PAGE = "<html><body><h1>Kapitel</h1><p>Ein Satz.</p>{}</body></html>"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>x</title><rect width="9" height="9"/></svg>'


@pytest.fixture(scope="module")
def naive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book as EbookLib's documentation makes one: two authors, a cover, a chapter with a drawing, a regional language."""
    made = epub.EpubBook()
    made.set_identifier("fall")
    made.set_title("Ein Fall")
    made.set_language("de_DE")
    made.add_author("Anna Beispiel")
    made.add_author("Erika Mustermann")
    made.set_cover("cover.svg", DRAWING.encode())
    chapter = epub.EpubHtml(title="Kapitel", file_name="kapitel.xhtml", lang="de")
    chapter.content = PAGE.format(DRAWING)
    made.add_item(chapter)
    made.toc = [chapter]
    made.add_item(epub.EpubNav())
    made.spine = ["cover", "nav", chapter]
    path = tmp_path_factory.mktemp("naive") / "naive.epub"
    epub.write_epub(path, made)
    return path


def test_ebooklib_alone_is_refused(naive: Path) -> None:
    """Two authors have one id, the spine names a table of contents that is not there, a page with a drawing does not say so,
    the cover is out of the order of reading, and the language is none."""
    found = {one.rule for one in epubcheck(naive)}
    assert found >= {"RSC-005", "OPF-014", "OPF-049", "OPF-092", "OPF-096"}


def test_ebooklib_alone_says_nothing_of_accessibility(naive: Path) -> None:
    found = {one.rule for one in ace(naive)}
    assert found >= {"metadata-accessmode", "metadata-accessibilityfeature", "epub-lang"}


@pytest.mark.heavy
def test_the_same_book_by_us_is_taken(tmp_path: Path) -> None:
    chapter = "# Kapitel\n\nEin Satz.\n\n![Ein Viereck](a.svg)\n"
    files = {"chapters/de/01.md": chapter, "chapters/de/a.svg": DRAWING}
    root = book.write(tmp_path / "b", files, editions='[editions.ebook]\nformat = "epub"\n')
    settings = root / "book.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("[book]\n", '[book]\nauthors = ["Anna Beispiel", "Erika Mustermann"]\n')
    settings.write_text(text.replace("[locales.de]\n", '[locales.de]\ntag = "de-DE"\n'), encoding="utf-8")
    (path,) = api.build(root).files
    assert epubcheck(path) == ()
    assert ace(path) == ()
