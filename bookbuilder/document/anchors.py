"""Gives blocks anchors that stay: made of their first words in the source language, not of their position.

An e-reader binds marks and the place where somebody stopped to an anchor, and others link to it. So what is inserted above a
block, or moved, changes no anchor but its own, and a corrected word only that of a block that begins with it. A translation
takes the anchors of its source, paired by order and length where it has not caught up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log
from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec.structs import replace

from bookbuilder.document.nodes import Block, Box, Chapter, Figure, Heading, Node, Paragraph, Quote, Table
from bookbuilder.document.walk import plain, transform, walk

DIGEST_LETTERS = 40
"""Letters and digits of a block that make its anchor."""
_Anchorable: TypeAlias = Heading | Paragraph | Figure | Table
_KINDS: dict[type[_Anchorable], str] = {Heading: "s", Paragraph: "p", Figure: "f", Table: "t"}


def with_anchors(chapter: Chapter, source: Chapter | None = None) -> Chapter:
    """Return a chapter whose headings, paragraphs, figures and tables with a caption have anchors; paragraphs in lists,
    tables and notes have none. `source` is the chapter that it is a translation of, with its anchors."""
    blocks = tuple(_blocks(chapter))
    own = _own_anchors(chapter.id, blocks)
    answers = _source_anchors(tuple(_blocks(source)), blocks) if source is not None else {}
    taken = {block.id for block in blocks if block.id}
    given: dict[int, str] = {}
    last: dict[str, int] = {}  # numbers that were given last: many blocks may begin alike
    for block, made in zip(blocks, own, strict=True):
        if block.id:
            continue
        wanted = answers.get(id(block)) or made
        anchor, number = wanted, last.get(wanted, 1)
        while anchor in taken:
            number += 1
            anchor = f"{wanted}-{number}"
        last[wanted] = number
        taken.add(anchor)
        given[id(block)] = anchor

    # A figure may hold others in its description, and is another one when they are: so what counts is the order of visits.
    visited: list[str] = []

    def visit(node: Node) -> Node:
        visited.append(given.get(id(node), ""))
        return node

    transform(chapter, visit)
    anchors = iter(visited)

    def change(node: Node) -> Node:
        found = next(anchors)
        return replace(node, id=found) if found else node

    result: Chapter = transform(chapter, change)
    return result


def note_anchor(chapter: str, label: str) -> str:
    """Return the anchor of a note, made of the author's label for it.

    >>> note_anchor("01-a", "kyiv")
    '01-a-na55f0487'
    """
    return f"{chapter}-n{_digest(label)}"


def call_anchor(note: str, number: int) -> str:
    """Return the anchor of a call of a note; `number` counts the calls of that note.

    >>> call_anchor("01-a-na55f0487", 1), call_anchor("01-a-na55f0487", 2)
    ('01-a-na55f0487-ref', '01-a-na55f0487-ref-2')
    """
    return f"{note}-ref" if number == 1 else f"{note}-ref-{number}"


def _blocks(chapter: Chapter) -> Iterator[_Anchorable]:
    """Yield the blocks that get anchors, in the order of reading."""
    open_ = {id(paragraph) for paragraph in _paragraphs(chapter.blocks)}
    for node in walk((chapter.blocks, chapter.notes)):
        match node:
            case Heading() | Figure():
                yield node
            case Table() if node.caption:
                yield node
            case Paragraph() if id(node) in open_:
                yield node


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs that stand on their own, in a quotation or in a box."""
    for block in blocks:
        match block:
            case Paragraph():
                yield block
            case Quote(blocks=inner) | Box(blocks=inner):
                yield from _paragraphs(inner)


def _own_anchors(chapter: str, blocks: Sequence[_Anchorable]) -> Iterator[str]:
    """Yield the anchors that blocks would have by their own words."""
    for block in blocks:
        yield f"{chapter}-{_KINDS[type(block)]}{_digest(_letters(block)[:DIGEST_LETTERS])}"


def _letters(block: _Anchorable) -> str:
    """Return the letters and digits of a block; a figure is known by the file of its picture, a table by its caption."""
    match block:
        case Figure():
            return PurePosixPath(block.image.source).name
        case Table():
            text = plain(block.caption)
        case _:
            text = plain(block.content)
    return "".join(filter(str.isalnum, text.casefold()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


# -- translations ------------------------------------------------------------------------------------------------------


def _source_anchors(source: Sequence[_Anchorable], blocks: Sequence[_Anchorable]) -> dict[int, str]:
    """Return the anchors that a translation takes from its source, by the identity of its blocks.

    Sections answer one another if there are as many; within one, what is missing is taken to be in one place.
    """
    theirs, ours = _sections(source), _sections(blocks)
    if len(theirs) != len(ours):
        theirs, ours = [list(source)], [list(blocks)]
    found = {}
    for there, here in zip(theirs, ours, strict=True):
        for original, block in _aligned(there, here):
            if type(original) is type(block):
                found[id(block)] = original.id
    return found


def _sections(blocks: Sequence[_Anchorable]) -> list[list[_Anchorable]]:
    """Return blocks in lists that begin with a heading, but for the first one."""
    found: list[list[_Anchorable]] = [[]]
    for block in blocks:
        if isinstance(block, Heading):
            found.append([])
        found[-1].append(block)
    return found


def _aligned(
    there: Sequence[_Anchorable], here: Sequence[_Anchorable]
) -> Iterator[tuple[_Anchorable, _Anchorable]]:
    """Yield the pairs of two lists in order, without those that the longer one has at the place where that fits best."""
    more = len(there) - len(here)
    if more < 0:
        yield from ((original, block) for block, original in _aligned(here, there))
        return
    before = list(zip(there, here))
    behind = list(zip(there[more:], here))
    costs = [0.0, *accumulate(_dissimilarity(*pair) for pair in before)]
    rest = [0.0, *accumulate(_dissimilarity(*pair) for pair in reversed(behind))][::-1]
    split = min(range(len(here) + 1), key=lambda at: costs[at] + rest[at])
    yield from (*before[:split], *behind[split:])


def _dissimilarity(one: _Anchorable, other: _Anchorable) -> float:
    """Return how unlikely it is that one block is the translation of the other: kind, digits, length."""
    if type(one) is not type(other):
        return 10.0
    first, second = _letters(one), _letters(other)
    digits = set(filter(str.isdigit, first)) != set(filter(str.isdigit, second))
    return abs(log((len(first) + 5) / (len(second) + 5))) + digits
