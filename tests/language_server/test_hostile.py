"""No text makes a feature fail, or last long: whoever sends a manuscript does not stop the editor of whoever opens it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.chapter_index.chapter_index import index_chapter
from bookbuilder.chapter_index.extents import Extent
from bookbuilder.language_server import protocol_values as values
from bookbuilder.language_server.book_index import BookIndex, read_toml
from bookbuilder.language_server.code_actions import code_actions
from bookbuilder.language_server.completion import complete
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.folding import chapter_folds, toml_folds
from bookbuilder.language_server.hover import hover
from bookbuilder.language_server.inlay_hints import inlay_hints
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.navigation import definitions, references
from bookbuilder.language_server.outline import chapter_outline, toml_outline
from bookbuilder.language_server.rename import RefusedName, rename
from bookbuilder.language_server.toml_place import toml_place_at
from bookbuilder.language_server.word_counts import word_counts
from tests.language_server.conftest import DE, Read, read


def ask_everything(index: BookIndex, words: ManualWords, text: str) -> None:
    """Ask each feature about a chapter with a text, at its start, its middle, its end, and outside."""
    chapter = index_chapter(text, DE)
    index = index.with_chapter(chapter)
    editor = EditorText(text)
    last = len(chapter.lines)
    places = {(1, 1), (last, len(chapter.lines[-1]) + 1), (last // 2 + 1, 40), (last + 5, 1), (1, 10_000)}
    for mark in chapter.marks[:4]:
        places.add((mark.place.line, mark.place.column))
    for line, column in sorted(places):
        if found := hover(index, words, DE, line, column):
            values.hover(found, editor, markdown=True)
        if suggested := complete(index, words, DE, line, column):
            values.completions(suggested, editor)
        for place in (
            *definitions(index, DE, line, column),
            *references(index, DE, line, column, named=True),
        ):
            values.range_of(place, editor)
        code_actions(index, chapter, (), Extent(DE, line, column, line, column + 3))
        try:
            rename(index, DE, line, column, "other")
        except RefusedName:
            continue
    values.symbols(chapter_outline(chapter), editor)
    values.folds(chapter_folds(chapter))
    values.lenses(word_counts(index, chapter), editor)
    values.hints(inlay_hints(index, chapter, 1, last), editor)


@pytest.mark.heavy
@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 20_000,
        "]" * 20_000,
        "> " * 5_000 + "x",
        "- " * 5_000 + "x",
        "::: aside\n" * 500,
        "[a](#b){" * 1_000,
        "a" * 1_000_000,
        "a{" * 100_000,
        "[a]{fact=troops} " * 1_000,
        "[x](#zahl) " * 1_000,
        "# a\n\n" * 2_000,
        "[^a]" * 1_500,
        "`" * 100_000,
        "|" * 10_000 + "\n|-|\n",
        "---\n" * 10_000,
        "---\na: &a [*a, *a]\n---\n",
        "[" * 900 + "x" + "]{fact=troops}" * 900,
        "\u2028\u2029\x0b\x0c\x1c\x85",
        "\u202eשלום [😀]{name=kyiv} \u2066עולם\u2069",
        "[a]{#" + "x" * 100_000 + "}",
        "[^" + "x" * 100_000 + "]\n\n[^" + "x" * 100_000 + "]: y",
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_hostile_texts(small: Read, words: ManualWords, text: str) -> None:
    ask_everything(small.index, words, text)


PIECES = st.sampled_from(
    ["[", "]", "(", ")", "{", "}", "#", "fact=", "troops", "name=", "kyiv", "![", "^a", "`", ":::", " aside", "\n", "\n\n",
     "> ", "- ", "---\n", "title: ", "\"", "\\", "😀", "ש", "|", "|-|", " ", "\t", "\u2028", "\x00", "zahl",
     "images/bild.svg", "*", "_"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text(small: Read, words: ManualWords, text: str) -> None:
    ask_everything(small.index, words, text)


@given(
    st.lists(
        st.sampled_from(["[", "]", "{", "}", '"', "'", "=", ".", ",", "a", "\n", "#", " ", '"""', "\\", "1"]),
        max_size=30,
    ).map("".join)
)
def test_any_toml(small: Read, words: ManualWords, text: str) -> None:
    file = read_toml(text, "facts.toml")
    toml_outline(file), toml_folds(text)
    for row, line in enumerate(text.split("\n"), 1):
        for column in range(1, len(line) + 2):
            toml_place_at(text, row, column)
            file.at(row, column)


def test_a_diagnostic_has_its_place_in_any_text(small_root: Path) -> None:
    text = "# T\n\n" + "[x](#nirgends) " * 1_200
    book = read(small_root, {DE: text})
    found = tuple(one for one in book.reading.diagnostics if one.span.path == DE)
    messages = values.diagnostics(found, EditorText(text), book.index.chapters[DE])
    assert len(found) > values.MOST == len(messages)
    assert messages[0].range.end.character - messages[0].range.start.character == len("[x](#nirgends)")


def test_a_link_out_of_the_book_is_not_read(tmp_path: Path) -> None:
    from tests.language_server.conftest import FILES, write

    root = write(tmp_path / "book", FILES)
    (tmp_path / "secret.md").write_text("# secret\n")
    (root / "chapters/de/03-link.md").symlink_to(tmp_path / "secret.md")
    book = read(root)
    assert "chapters/de/03-link.md" not in book.index.chapters
    assert "path.outside" in {one.code for one in book.reading.diagnostics}
