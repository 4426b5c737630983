"""Words that belong together stay on one line in easy language, and nothing else about a text changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import locales
from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, walk
from bookbuilder.document.word_groups import LONGEST, with_word_groups
from bookbuilder.locales.easy_words import WORD_GROUPS, easy_words
from bookbuilder.world import World

WORLD = World(Path(__file__).parents[2])
GROUPS = {
    tag: easy_words(locales.load(tag, WORLD), WORLD)[WORD_GROUPS].find for tag in ("de-x-leicht", "en-x-easy")
}
PIECES = st.sampled_from(
    ["an der Grenze ", "zur ", "Ukraine", " ", "\n", "die 2 ", "Soldaten", "in the ", "house ", "200 books", ". ",
     "von der alten ", "Donau·dampf·schiff·fahrt ", "Frau ", "Baerbock", "·", "am 17.\u00a0Januar ", "der "]
)  # fmt: skip
INLINES = st.recursive(
    st.lists(PIECES, max_size=8).map(lambda parts: nodes.Text("".join(parts)))
    | st.builds(nodes.Break)
    | st.builds(lambda: nodes.NoteRef("a"))
    | st.builds(lambda: nodes.Value("17. Mai", "2022-05-17"))
    | st.builds(lambda: nodes.CodeText("in der Box")),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: nodes.Styled("strong", tuple(parts))),
    max_leaves=8,
)


def joined(content: tuple[nodes.Inline, ...], tag: str) -> tuple[nodes.Inline, ...]:
    chapter = nodes.Chapter(id="a", span=Span("a.md"), title=(), blocks=(nodes.Paragraph(content),))
    (paragraph,) = with_word_groups(chapter, GROUPS[tag]).blocks
    assert isinstance(paragraph, nodes.Paragraph)
    return paragraph.content


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        (
            "de-x-leicht",
            "Soldaten sind an der Grenze zur Ukraine.",
            "Soldaten sind an_der_Grenze zur_Ukraine.",
        ),
        ("de-x-leicht", "Frau Ott hat 2 Kinder.", "Frau_Ott hat 2_Kinder."),
        ("de-x-leicht", "Das ist eine feste Abmachung.", "Das ist eine_feste_Abmachung."),
        ("de-x-leicht", "Er geht\nnach\nHause.", "Er geht nach_Hause."),
        ("de-x-leicht", "Die anderen regen sich auf.", "Die anderen regen sich auf."),
        (
            "de-x-leicht",
            "von der sehr alten Schiff·fahrts·gesellschaft",
            "von der sehr alten Schiff·fahrts·gesellschaft",
        ),
        ("en-x-easy", "Mr. Ott got 3 books from his friend.", "Mr._Ott got 3_books from_his_friend."),
    ],
)
def test_groups(tag: str, text: str, expected: str) -> None:
    found = plain(joined((nodes.Text(text),), tag)).replace("\u00a0", "_").replace("\n", " ")
    assert found == expected


@pytest.mark.parametrize("tag", GROUPS)
@given(content=st.lists(INLINES, max_size=5).map(tuple))
def test_only_spaces_change_and_no_group_is_too_long(tag: str, content: tuple[nodes.Inline, ...]) -> None:
    result = joined(content, tag)
    old, new = plain(content), plain(result)
    assert "".join(new.split()) == "".join(old.split())
    kinds = [[type(node) for node in walk(side)] for side in (content, result)]
    assert kinds[0] == kinds[1]
    own = {node.text for node in walk(content) if isinstance(node, nodes.Value | nodes.CodeText)}
    assert own == {node.text for node in walk(result) if isinstance(node, nodes.Value | nodes.CodeText)}
    assert joined(result, tag) == result, "it is done once"


@pytest.mark.parametrize("tag", GROUPS)
@given(text=st.lists(PIECES.filter(lambda piece: "\u00a0" not in piece), max_size=12).map("".join))
def test_no_group_is_longer_than_a_line_of_a_telephone(tag: str, text: str) -> None:
    new = plain(joined((nodes.Text(text),), tag))
    assert all(len(piece) <= LONGEST for piece in new.replace("\n", " ").split(" ") if "\u00a0" in piece)
