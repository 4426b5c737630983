"""Anchors of blocks stay: what is inserted or moved changes no other one, and translations keep in step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.document.anchors import with_anchors
from bookbuilder.document.nodes import Chapter, Heading, Inline, Node
from bookbuilder.document.walk import plain, walk
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter

KNOWN = directives()

words = st.lists(st.text("abcdefghijklmnop", min_size=3, max_size=9), min_size=3, max_size=30).map(" ".join)
blocks = st.one_of(
    words, words.map(lambda w: f"## {w}"), words.map(lambda w: f"> {w}"), words.map(lambda w: f"- {w}"),
    words.map(lambda w: f"::: aside\n{w}\n:::"),
    words.map(lambda w: f"::: figure\n![{w}]({w.replace(' ', '')}.svg)\n{w}\n:::"),
    words.map(lambda w: f"::: table\n| a | b |\n| --- | --- |\n| x | 1 |\n\n{w}\n:::"),
)  # fmt: skip
bodies = st.lists(blocks, min_size=1, max_size=8, unique_by=lambda block: block[-20:])


def read(*body: str) -> Chapter:
    return parse_chapter("# Titel\n\n" + "\n\n".join(body) + "\n", "chapters/de/01-a.md", KNOWN, Findings())


def named(found: Chapter) -> dict[str, str]:
    """Return anchor → words of the blocks that have one."""
    nodes = [node for node in walk(found.blocks) if node.id]
    assert len({node.id for node in nodes}) == len(nodes), "an anchor names one block"
    return {node.id: said(node) for node in nodes}


def said(node: Node) -> str:
    content: tuple[Inline, ...] = getattr(node, "content", ()) or getattr(node, "caption", ())
    return plain(content)


@pytest.mark.heavy
@given(bodies, blocks, st.integers(0, 8))
def test_what_is_inserted_changes_no_other_anchor(body: list[str], new: str, at: int) -> None:
    before = named(with_anchors(read(*body)))
    body.insert(min(at, len(body)), new)
    after = named(with_anchors(read(*body)))
    for anchor, text in before.items():
        assert after[anchor] == text


def swapped(line: str) -> str:
    """Return a line with other words."""
    return line.translate(str.maketrans("abcdefghijklmnop", "bcdefghijklmnopa"))


@pytest.mark.heavy
@given(bodies)
def test_a_translation_has_the_anchors_of_its_source(body: list[str]) -> None:
    source = with_anchors(read(*body))
    translated = [
        "\n".join(
            line if line[:3] in (":::", "| a") or line[:2] == "![" else swapped(line)
            for line in block.split("\n")
        )
        for block in body
    ]
    assert list(named(with_anchors(read(*translated), source))) == list(named(source))


def test_a_translation_that_has_not_caught_up_keeps_the_anchors_of_what_it_has() -> None:
    old = ["Am Montag trafen sich die Minister in Genf zu einem langen Gespräch über alles.", "Kurz.",
           "Am 17. Januar 2022 kam es dann zu einem zweiten Treffen, das drei Stunden dauerte."]  # fmt: skip
    english = ["On Monday the ministers met in Geneva for a long talk about everything there was.", "Brief.",
               "On January 17, 2022 there was a second meeting, which then took three hours in all."]  # fmt: skip
    new = "Davor aber, und das wussten an diesem Tag nur wenige, hatte schon jemand telefoniert."
    before = named(with_anchors(read(*english), with_anchors(read(*old))))
    after = with_anchors(read(*english), with_anchors(read(*old[:2], new, old[2])))
    assert named(after) == before
    longer = with_anchors(read(*english[:2], "And somebody had made a call before, which few knew.", english[2]),
                      with_anchors(read(*old)))  # fmt: skip
    assert before.items() <= named(longer).items()


def test_alike_blocks_and_other_words_behind_the_first() -> None:
    twice = named(with_anchors(read("Nein.", "Nein.")))
    first, second = twice
    assert second == f"{first}-2"
    start = "Der Satz beginnt immer gleich und sehr ausführlich, "
    assert list(named(with_anchors(read(start + "dan.")))) == list(named(with_anchors(read(start + "dann."))))


def test_anchors_are_written_down() -> None:
    """They stand in books that people have; they must never change."""
    found = with_anchors(read("## Ein Ort", "Ein Satz.", "::: figure\n![x](images/karte.svg)\nKarte.\n:::"))
    assert [(type(node).__name__, node.id) for node in walk(found.blocks) if node.id] == WRITTEN
    assert not [node for node in walk(found.blocks) if isinstance(node, Heading) and not node.id]


WRITTEN = [
    ("Heading", "01-a-scd50951c"),
    ("Paragraph", "01-a-pb54187ad"),
    ("Figure", "01-a-f88ac4c31"),
]
