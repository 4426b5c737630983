"""Abbreviations lose no letter, are marked once, lie apart and inside the text, and are found in linear time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.document import nodes
from bookbuilder.document.expand_abbreviations import with_abbreviations
from bookbuilder.document.walk import plain, unexpanded, walk
from tests.golden.table import TAGS
from tests.golden.table import locale as locale_of
from tests.growth import ATTEMPTS, linear, seconds

PIECES = [
    *" \u00a0\u202f.,;:()[]-/5aSZ\ufffc", "z. B.", "z.B.", "usw.", "S. ", "Nr. 5", "Art. ", "u. a.", " Mio.", "200", "1",
    " km", "km/h", "17. Jan.", "Mo., 5", "e.g.", "No. 5", "p. ", "Mr. Weiss", "5bn", " M€", "m. in. ", "ok. 5", "т. д.",
    "см. ", " млн", "وإلخ", "עמ׳ 5", "ק״מ", "https://a.b/z.B.", "1,5 ", "1.000.000 ", "\u066b", "٥", "²", "'s",
]  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=24).map("".join), st.text(max_size=60))
tags = st.sampled_from(TAGS)
leaves: st.SearchStrategy[nodes.Inline] = st.one_of(
    texts.map(nodes.Text), texts.map(nodes.CodeText), texts.map(lambda text: nodes.Value(text, "5"))
)
inlines = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3).map(lambda content: nodes.Styled("emphasis", tuple(content))),
)
paragraphs = st.lists(inlines, max_size=5).map(lambda content: nodes.Paragraph(tuple(content)))


@given(texts, tags)
def test_what_is_found_lies_apart_and_inside(text: str, tag: str) -> None:
    last = 0
    for start, end, words in locale_of(tag).typography.abbreviations.find(text):
        assert last <= start < end <= len(text)
        assert words.strip() == words and words
        last = end


@given(paragraphs, tags)
def test_no_letter_is_lost(node: nodes.Paragraph, tag: str) -> None:
    locale = locale_of(tag)
    marked = with_abbreviations(node, locale.typography, locale.foreign)
    assert plain(marked.content) == plain(node.content)
    assert plain(unexpanded(marked.content)) == plain(node.content)
    codes = [n for n in walk(node) if isinstance(n, nodes.CodeText)]
    assert [n for n in walk(marked) if isinstance(n, nodes.CodeText)] == codes


@given(paragraphs, tags)
def test_nothing_is_marked_twice(node: nodes.Paragraph, tag: str) -> None:
    locale = locale_of(tag)
    once = with_abbreviations(node, locale.typography, locale.foreign)
    assert with_abbreviations(once, locale.typography, locale.foreign) == once


HOSTILE: dict[str, Callable[[int], str]] = {
    "words": lambda n: "z. B. " * n,
    "doubtful": lambda n: "und S. 5 " * n,
    "figures": lambda n: "123456" * n,
    "groups": lambda n: "123.456" * n,
    "numbers": lambda n: "5 Mio. " * n,
    "spaces": lambda n: " " * 6 * n,
    "points": lambda n: "." * 6 * n,
    "letter": lambda n: "S" * 6 * n,
    "letters": lambda n: "S. " * 2 * n,
    "days": lambda n: "Mo., 5" * n,
    "addresses": lambda n: "http://a@b" * n,
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("tag", ["de-DE", "en-US", "fr-FR", "pl-PL"])
def test_a_hostile_paragraph_is_linear(name: str, tag: str) -> None:
    locale = locale_of(tag)

    def work(text: str) -> None:
        with_abbreviations(nodes.Paragraph((nodes.Text(text),)), locale.typography, locale.foreign)

    small, large = HOSTILE[name](2_500), HOSTILE[name](40_000)
    assert len(large) >= 200_000
    assert linear(work, small, large)


def test_many_nodes_are_linear() -> None:
    locale = locale_of("de-DE")

    def work(count: int) -> float:
        node = nodes.Paragraph(
            tuple(nodes.Text("z. B. ") if n % 3 else nodes.CodeText("z. B.") for n in range(count))
        )
        return seconds(lambda: with_abbreviations(node, locale.typography, locale.foreign))

    work(100)
    assert any(work(32_000) < 60 * work(2_000) + 0.05 for _ in range(ATTEMPTS))
