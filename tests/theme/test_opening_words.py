"""The beginning of a chapter: a large letter, and first words in small capitals."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bookbuilder.diagnostics import NOWHERE
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, walk
from bookbuilder.html.opening_words import with_opening_words

TOKENS: dict[str, Any] = {"chapter": {"initial": "3", "words": "4"}}
REST = (
    " der Stadt lag der Schnee so hoch, dass niemand mehr die Straße von den Gärten unterscheiden konnte." * 4
)


def chapter(*blocks: nodes.Block, kind: str = "chapter") -> nodes.Chapter:
    """Return a chapter with some blocks."""
    return nodes.Chapter(id="01-a", span=NOWHERE, title=(nodes.Text("A"),), blocks=blocks, kind=kind)


def marked(text: str, tokens: dict[str, Any] = TOKENS, kind: str = "chapter") -> nodes.Paragraph:
    """Return the first paragraph of a chapter that begins with a text."""
    (found,) = with_opening_words(chapter(nodes.Paragraph((nodes.Text(text),)), kind=kind), tokens)
    assert isinstance(found, nodes.Paragraph)
    return found


def shown(paragraph: nodes.Paragraph) -> list[tuple[str, ...]]:
    """Return the classes and the words of what is marked in a paragraph."""
    return [(*one.classes, plain((one,))) for one in paragraph.content if isinstance(one, nodes.Styled)]


@pytest.mark.parametrize(
    ("text", "classes", "spans"),
    [
        ("Über dem Fluss" + REST, ("initial",), [("opening-words", "Über dem Fluss der")]),
        ("Über. Dem Fluss" + REST, ("initial",), [("opening-words", "Über.")]),
        (
            "„Über dem Fluss" + REST,
            ("initial", "quoted"),
            [("opening-quote", "„"), ("large-letter", "Ü"), ("opening-words", "ber dem Fluss der")],
        ),
        ("Ночью шёл снег" + REST, ("initial",), [("opening-words", "Ночью шёл снег der")]),
        ("Τη νύχτα" + REST, ("initial",), [("opening-words", "Τη νύχτα der Stadt")]),
        ("O ja.", (), [("opening-words", "O ja.")]),
        ("1912 lag" + REST, (), []),
        ("بدأت المحادثات" + REST, (), []),
        ("בלילה ירד שלג" + REST, (), []),
        ("夜のあいだに雪が降り" + REST, (), []),
        ("“", (), []),
    ],
)
def test_the_first_letter_and_words(
    text: str, classes: tuple[str, ...], spans: list[tuple[str, ...]]
) -> None:
    found = marked(text)
    assert (found.classes, shown(found)) == (classes, spans)


@pytest.mark.parametrize("kind", ["sources", "index", "imprint", "glossary"])
def test_what_is_looked_up_has_none(kind: str) -> None:
    assert shown(marked("Über dem Fluss" + REST, kind=kind)) == []


def test_a_theme_that_asks_for_nothing_gets_the_blocks_as_they_are() -> None:
    text = chapter(nodes.Paragraph((nodes.Text("Über dem Fluss" + REST),)))
    assert with_opening_words(text, {}) is text.blocks
    assert with_opening_words(text, {"chapter": {"initial": 0, "words": "0"}}) is text.blocks


def test_print_has_an_element_around_the_letter() -> None:
    text = chapter(nodes.Paragraph((nodes.Text("Über dem Fluss" + REST),)))
    (found,) = with_opening_words(text, TOKENS, letter=True)
    assert isinstance(found, nodes.Paragraph)
    assert shown(found) == [("large-letter", "Ü"), ("opening-words", "ber dem Fluss der")]


def test_an_epigraph_may_precede_and_nothing_else() -> None:
    paragraph = nodes.Paragraph((nodes.Text("Über dem Fluss" + REST),))
    epigraph = nodes.Box("epigraph", (paragraph,))
    quiet, first = with_opening_words(chapter(epigraph, paragraph), TOKENS)
    assert quiet == epigraph and first.classes == ("initial",)
    blocks = (nodes.Rule(), paragraph)
    assert with_opening_words(chapter(*blocks), TOKENS) == blocks


NAME = nodes.Text("Anna Blume")


@pytest.mark.parametrize(
    "wrapped",
    [
        nodes.IndexMark("Blume", "persons", (NAME,), id="m1"),
        nodes.Styled("emphasis", (NAME,)),
        nodes.Styled("strong", (nodes.IndexMark("Blume", "persons", (NAME,), id="m1"),)),
    ],
)
def test_a_name_that_is_marked_may_begin_a_chapter(wrapped: nodes.Inline) -> None:
    content = (wrapped, nodes.Text(" sah" + REST))
    for letter in (False, True):
        (found,) = with_opening_words(chapter(nodes.Paragraph(content)), TOKENS, letter=letter)
        assert isinstance(found, nodes.Paragraph)
        assert "initial" in found.classes and plain(found.content) == plain(content)
        texts = [one for one in walk(found.content[0]) if isinstance(one, nodes.Styled) and one.classes]
        large = [("large-letter", "A"), ("opening-words", "nna Blume")]
        assert [(*one.classes, plain((one,))) for one in texts] == (
            large if letter else [("opening-words", "Anna Blume")]
        )
        assert type(found.content[0]) is type(wrapped) and found.content[0].id == wrapped.id


@pytest.mark.parametrize(
    "wrapped",
    [
        nodes.Link("https://example.org/", (NAME,)),
        nodes.Styled("margin", (NAME,)),
        nodes.IndexMark("b", ":terms", (NAME,), resolved=nodes.Target("g", "b", "")),
        nodes.CodeText("Anna"),
    ],
)
def test_a_link_or_a_note_keeps_its_letters(wrapped: nodes.Inline) -> None:
    text = chapter(nodes.Paragraph((wrapped, nodes.Text(" sah" + REST))))
    assert with_opening_words(text, TOKENS, letter=True) == text.blocks


@given(
    st.lists(
        st.sampled_from(["„", "»", "A", "é", "Ö", "e\u0301", " ", ".", "世", "ب", "7", "\u200f"]), max_size=30
    ),
    st.integers(0, 6),
    st.integers(0, 20),
    st.booleans(),
)
def test_no_letter_is_lost(parts: list[str], lines: int, words: int, letter: bool) -> None:
    text = "".join(parts)
    tokens = {"chapter": {"initial": lines, "words": words}}
    bold = nodes.Styled("strong", (nodes.Text(text),))
    for content in ((nodes.Text(text),), (nodes.Text(text), bold), (bold, nodes.Text(text))):
        paragraph = nodes.Paragraph(content)
        (found,) = with_opening_words(chapter(paragraph), tokens, letter=letter)
        assert isinstance(found, nodes.Paragraph)
        assert plain(found.content) == plain(content)
        assert structs.replace(found, content=content, classes=()) == paragraph
