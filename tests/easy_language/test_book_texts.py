"""What book.toml says of a book in easy language, and the summaries of its chapters: a line for each sentence as well."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from bookbuilder import api
from bookbuilder.locales.compound_words import COMPOUNDS

BOOK = """\
[book]
id = "fall"
source = "de"
date = 2022-01-24
authors = ["Dr. Erika Ott"]

[locales.de]
title = "Ein Fall"
subtitle = "Worum es geht. Und was es kostet."
description = "Es ging um viel. Und um Geld."

[locales.de-x-leicht]
title = "Ein Fall"
{own}
[imprint]
publisher = "Musterverlag"
address = ["Musterstraße 1"]
email = "post@example.org"
responsible = "Erika Mustermann"
"""
OWN = """\
subtitle = "Das ist passiert. Das hat Frau Dr. Ott am 2. Mai gesagt."
description = "Wir erklären den <Fall>. Das ist in der Haupt·stadt passiert. Am 2. Mai war alles zu Ende."
"""
CHAPTER = "---\ntitle: Der Anfang\nsummary: Das ist der Anfang. Es war am 2. Mai. Frau Dr. Ott war da.\n---\n\nEs war Mai.\n"


def build(root: Path, own: str = OWN) -> None:
    for path, text in {
        "book.toml": BOOK.format(own=own),
        "chapters/de/01.md": CHAPTER,
        "chapters/de-x-leicht/01.md": CHAPTER,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    result = api.build(root)
    assert not [one for one in result.diagnostics if one.severity.name == "ERROR"]


def lines(page: str, kind: str) -> list[str]:
    """Return the lines of the paragraph of a class, with plain spaces."""
    found = re.search(rf'<p class="{kind}[^"]*">(.*?)</p>', page, re.DOTALL)
    assert found, kind
    text = html.unescape(re.sub(r"<(?!br)[^>]*>", "", found[1])).replace("\u00a0", " ").replace("\u202f", " ")
    return re.split(r"<br ?/>", text)


SUBTITLE = ["Das ist passiert.", "Das hat Frau Dr. Ott am 2. Mai gesagt."]
DESCRIPTION = [
    "Wir erklären den <Fall>.",
    "Das ist in der Haupt·stadt passiert.",
    "Am 2. Mai war alles zu Ende.",
]
SUMMARY = ["Das ist der Anfang.", "Es war am 2. Mai.", "Frau Dr. Ott war da."]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("book")
    build(root)
    return root


def test_the_contents_pages_of_the_web(root: Path) -> None:
    for page in ("fall.de-x-leicht/index.html", "fall.de-x-leicht.html"):
        text = (root / "output" / page).read_text(encoding="utf-8")
        assert lines(text, "lead") == DESCRIPTION, page
        assert lines(text, "subtitle") == SUBTITLE, page
        assert lines(text, "summary") == SUMMARY, page
        (described,) = re.findall(r'property="og:description" content="([^"]*)"', text)
        assert html.unescape(described).replace("\u00a0", " ") == " ".join(DESCRIPTION), (
            "metadata stay one line"
        )


def test_ordinary_language_stays_as_it_is(root: Path) -> None:
    text = (root / "output/fall.de/index.html").read_text(encoding="utf-8")
    assert lines(text, "lead") == ["Es ging um viel. Und um Geld."]
    assert lines(text, "subtitle") == ["Worum es geht. Und was es kostet."]
    assert len(lines(text, "summary")) == 1


def test_the_title_page_of_the_e_book(root: Path) -> None:
    with zipfile.ZipFile(root / "output/fall.de-x-leicht.epub") as epub:
        assert lines(epub.read("EPUB/text/titlepage.xhtml").decode(), "subtitle") == SUBTITLE


def test_the_back_cover(root: Path) -> None:
    with pypdfium2.PdfDocument(root / "output/fall.de-x-leicht.pdf") as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    (back,) = [text for text in texts if "erklären" in text]
    printed = back.replace("\u00a0", " ").replace("\u202f", " ").splitlines()
    for sentence in DESCRIPTION:
        assert any(one.startswith(sentence[:12]) for one in printed), (sentence, printed)


@pytest.mark.parametrize("joint", COMPOUNDS)
def test_the_parts_of_long_words_are_joined_as_in_chapters(joint: str, tmp_path: Path) -> None:
    build(tmp_path, f'{OWN}compounds = "{joint}"\n')
    text = (tmp_path / "output/fall.de-x-leicht/index.html").read_text(encoding="utf-8")
    word = {"dot": "Haupt·stadt", "hyphen": "Haupt-Stadt", "none": "Hauptstadt"}[joint]
    assert word in lines(text, "lead")[1]
