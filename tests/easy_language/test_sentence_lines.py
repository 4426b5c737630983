"""Lines begin with sentences, whatever stands in them: no word is lost, and none is parted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import locales
from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.sentence_lines import with_sentence_lines
from bookbuilder.document.walk import plain, walk
from bookbuilder.locales.sentence_starts import SentenceRules, sentence_rules
from bookbuilder.world import World

WORLD = World(Path(__file__).parents[2])
TAGS = ("de-x-leicht", "en-x-easy", "fr-x-facile", "ja-x-easy", "ar-x-easy", "zh-x-easy", "th-x-easy")
RULES = {tag: sentence_rules(locales.load(tag, WORLD), WORLD) for tag in TAGS}
PIECES = st.sampled_from(
    ["Das ist gut. ", "am 17. Januar ", "Ja! ", "z. B. ", "„Nein.“ ", "Er sagt: ", "das ", "今日は晴れです。", "「はい。」",
     "نعم. ", "😀. ", " ", "\n", "(", ")", "1. ", "Karl V. ", "...", "www.example.org "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=8).map("".join)
INLINES = st.recursive(
    TEXTS.map(nodes.Text)
    | st.just(nodes.Break())
    | st.just(nodes.NoteRef("a"))
    | st.just(nodes.Value("17. Mai", "2022-05-17"))
    | st.just(nodes.CodeText("a. B.")),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: nodes.Styled("strong", tuple(parts))),
    max_leaves=8,
)


def words(content: tuple[nodes.Inline, ...]) -> str:
    return "".join(plain(content).split())


@pytest.mark.parametrize("tag", TAGS)
@given(content=st.lists(INLINES, max_size=5).map(tuple))
def test_no_word_is_lost(tag: str, content: tuple[nodes.Inline, ...]) -> None:
    chapter = nodes.Chapter(
        id="a", span=Span("a.md"), title=(), summary=content, blocks=(nodes.Paragraph(content),)
    )
    result = with_sentence_lines(chapter, RULES[tag])
    (paragraph,) = result.blocks
    assert isinstance(paragraph, nodes.Paragraph)
    for old, new in ((content, paragraph.content), (content, result.summary)):
        assert words(new) == words(old)
        others = [node for node in walk(new) if not isinstance(node, nodes.Break | nodes.Text | nodes.Styled)]
        assert others == [n for n in walk(old) if not isinstance(n, nodes.Break | nodes.Text | nodes.Styled)]


@pytest.mark.parametrize("tag", TAGS)
@given(content=st.lists(INLINES, max_size=5).map(tuple))
def test_sentences_that_begin_lines_get_no_more_of_them(tag: str, content: tuple[nodes.Inline, ...]) -> None:
    chapter = nodes.Chapter(id="a", span=Span("a.md"), title=(), blocks=(nodes.Paragraph(content),))
    once = with_sentence_lines(chapter, RULES[tag])
    assert with_sentence_lines(once, RULES[tag]) == once


@given(TEXTS, st.sampled_from(TAGS))
def test_a_line_begins_between_two_words(text: str, tag: str) -> None:
    for start in RULES[tag].starts(text):
        assert 0 < start < len(text)
        assert not (text[start - 1].isalpha() and text[start].isalpha() and text[start].isascii())


def test_many_sentences_are_found_in_time() -> None:
    rules = SentenceRules("de", ("z. B.",), ("das",), True)
    assert len(rules.starts("Das ist gut. " * 20_000)) == 19_999
