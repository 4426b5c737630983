"""Each feature answers at each word that names something, in books of many languages, also from right to left."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.chapter_index.marks import MarkKind
from bookbuilder.language_server import protocol_values as values
from bookbuilder.language_server.completion import complete
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.hover import hover
from bookbuilder.language_server.inlay_hints import inlay_hints
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.navigation import definitions, references
from bookbuilder.language_server.open_book import OpenBook
from bookbuilder.language_server.word_counts import word_counts
from tests.conftest import REPO
from tests.language_server.conftest import FILES, read, write

BOOKS = ("ar", "he", "ja", "zh", "everything")


@pytest.mark.parametrize("name", BOOKS)
def test_every_word_that_names_something(name: str, words: ManualWords) -> None:
    book = read(REPO / "tests/books" / name)
    asked = 0
    for chapter in book.index.chapters.values():
        text = EditorText(chapter.text)
        for mark in chapter.marks:
            place = chapter.path, mark.place.line, mark.place.column
            shown = hover(book.index, words, *place)
            if mark.kind is not MarkKind.NOTE:
                assert shown is not None, mark
                values.hover(shown, text, markdown=True)
            if mark.kind is not MarkKind.VALUE:
                assert definitions(book.index, *place), mark
                assert references(book.index, *place, named=True) or mark.kind is MarkKind.IMAGE, mark
            complete(book.index, words, *place)
            asked += 1
        values.hints(inlay_hints(book.index, chapter, 1, len(chapter.lines)), text)
        assert word_counts(book.index, chapter)[0].words >= 0
    assert asked > 0


def test_an_open_theme_has_its_keys(tmp_path: Path, words: ManualWords) -> None:
    path = "styles/mine/theme.toml"
    root = write(tmp_path / "book", FILES)
    book = OpenBook(root)
    book.read()
    book.set_text(path, EditorText('[page]\nwidth = "120mm"\n\n[color]\n\n'))
    index = book.index()
    assert index is not None
    shown = hover(index, words, path, 2, 2)
    assert shown is not None and shown.heading == "width" and shown.text
    found = complete(index, words, path, 5, 1)
    assert found is not None and {"ink", "accent"} <= {one.label for one in found.items}


def test_an_open_brand_has_its_keys(tmp_path: Path, words: ManualWords) -> None:
    root = write(tmp_path / "book", FILES)
    book = OpenBook(root)
    book.read()
    book.set_text("brand.toml", EditorText('[cover]\ntone = "colour"\n\n[color]\n\n'))
    index = book.index()
    assert index is not None
    shown = hover(index, words, "brand.toml", 2, 2)
    assert shown is not None and shown.heading == "tone" and "ground of covers" in shown.text
    found = complete(index, words, "brand.toml", 5, 1)
    assert found is not None and {"ink", "accent", "palette"} <= {one.label for one in found.items}
