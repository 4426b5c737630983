"""Placeholders of an import go out with a book, and come in again as what they were."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, walk
from bookbuilder.exporters.docx.word_xml import w
from bookbuilder.formats.book import Book
from bookbuilder.importers.source import ImportSource, folder_source
from bookbuilder.markdown.escape_markdown import escape_value
from bookbuilder.world import World
from tests.cases import book
from tests.export.exported import Word, export, read_book
from tests.importer.imported import imported, parsed
from tests.importer.test_docx import png

FORMS = ("docx", "odt", "html", "markdown")
"""The formats that can say what a placeholder is. CommonMark has its words and its address alone."""
WORDS = st.lists(st.sampled_from(["Eine", "Karte", "von", "Genf", "(1912)"]), min_size=1, max_size=5).map(
    " ".join
)
SOURCES = st.one_of(
    st.just(""),
    st.sampled_from(
        ["https://example.org/a b.png?c=1&d=%20", "bilder/karte [1].png", "a`b.png", "größe.svg"]
    ),
)
BOXES = st.tuples(st.lists(WORDS, max_size=2), SOURCES)


def chapter(parts: list[tuple[str, list[str], str]]) -> str:
    """Return a chapter with placeholders, pictures and paragraphs."""
    out = ["# Kapitel"]
    for kind, texts, source in parts:
        if kind == "missing":
            option = f" {{source={escape_value(source)}}}" if source else ""
            out.append("\n".join([f"::: missing{option}", "\n\n".join(texts), ":::"]))
        elif kind == "line":
            out.append(f"Vor ![{texts[0]}](bild.png){{.unconfirmed}} und hinter ![Haus](bild.png) dem Bild.")
        else:
            out.append(f"![{texts[0]}](bild.png)" + ("{.unconfirmed}" if kind == "unconfirmed" else ""))
        out.append("Ein Absatz.")
    return "\n\n".join(out) + "\n"


def placeholders(chapters: list[nodes.Chapter]) -> list[tuple[str, ...]]:
    """Return placeholders with their words, and pictures with their alternative texts, in order."""
    found: list[tuple[str, ...]] = []
    for node in walk(tuple(one.blocks for one in chapters)):
        if isinstance(node, nodes.Box) and node.kind == "missing":
            found.append(
                ("missing", *(plain(one.content) for one in walk(node) if isinstance(one, nodes.Paragraph)))
            )
        elif isinstance(node, nodes.Image):
            found.append(("unconfirmed" if "unconfirmed" in node.classes else "picture", node.alt))
    return found


def made(root: Path, text: str) -> Book:
    """Return a book of one chapter."""
    book.write(root, {"chapters/de/01-a.md": text, "chapters/de/bild.png": png()}, editions=book.PRINT)
    return read_book(root, edition="print")


def exported(read: Book, form: str, folder: Path) -> tuple[ImportSource | bytes, str]:
    """Return what a book is exported to as the source of an import."""
    files, _ = export(read, form, flavour="pandoc" if form == "markdown" else "")
    if form != "markdown":
        return files[""], f"buch.{form}"
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder_source("buch", World(folder)), "buch"


def again(text: str, form: str, folder: Path) -> list[tuple[str, ...]]:
    """Return the placeholders of a chapter that was exported and imported again."""
    (folder / "out").mkdir()
    source, name = exported(made(folder / "book", text), form, folder / "out")
    files, _ = imported(source, name=name)
    return placeholders(parsed(files)[0])


@pytest.mark.parametrize("form", FORMS)
@given(
    st.lists(
        st.one_of(
            BOXES.map(lambda box: ("missing", *box)),
            WORDS.map(lambda words: ("unconfirmed", [words], "")),
            WORDS.map(lambda words: ("picture", [words], "")),
            WORDS.map(lambda words: ("line", [words], "")),
        ),
        min_size=4,
        max_size=8,
    ).filter(lambda parts: all(kind != "missing" or texts or source for kind, texts, source in parts))
)
@settings(max_examples=2)
def test_placeholders_come_in_again(form: str, parts: list[tuple[str, list[str], str]]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        text = chapter(parts)
        before = placeholders(list(made(root / "before", text).document.chapters))
        assert again(text, form, root) == before


@pytest.mark.parametrize("form", FORMS)
def test_placeholders_that_touch_stay_apart(form: str, tmp_path: Path) -> None:
    text = chapter([("missing", ["Eins"], "a.png"), ("missing", [], "b.png"), ("missing", ["Drei"], "")])
    text = text.replace("Ein Absatz.\n\n", "")
    assert again(text, form, tmp_path) == [
        ("missing", "Eins", "a.png"),
        ("missing", "b.png"),
        ("missing", "Drei"),
    ]


def test_the_style_of_a_placeholder_has_a_name_in_word(tmp_path: Path) -> None:
    text = '# Kapitel\n\n::: missing {source="a.png"}\nEins\n:::\n\n![Genf](bild.png){.unconfirmed}\n'
    source, _ = exported(made(tmp_path, text), "docx", tmp_path)
    assert isinstance(source, bytes)
    names = {one.get(w("val")) for one in Word(source).xml("word/styles.xml").iter(w("name"))}
    assert {"Missing", "Unconfirmed"} <= names
