"""Gives blocks stable anchors (ids), made from their first words in the source language and not from their position.

E-readers tie bookmarks and reading positions to anchors, and others link to them. So a block that is inserted or moved
changes no anchor but its own, and a corrected word only that of the block that begins with it. A translation takes the
anchors of its source, aligned by order and length where it has not caught up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from math import log
from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec.structs import replace

from bookbuilder.document import drawn_figures, nodes
from bookbuilder.document.walk import plain, transform, walk

DIGEST_LETTERS = 40
"""Letters and digits of a block from which its anchor is made."""
_Anchorable: TypeAlias = nodes.Heading | nodes.Paragraph | nodes.Figure | nodes.Table | nodes.Code
_KINDS: dict[type[_Anchorable], str] = {
    nodes.Heading: "s",
    nodes.Paragraph: "p",
    nodes.Figure: "f",
    nodes.Table: "t",
    nodes.Code: "l",
}


def with_anchors(chapter: nodes.Chapter, source: nodes.Chapter | None = None) -> nodes.Chapter:
    """Return a chapter with anchors for headings, paragraphs, figures, and tables and code with captions; paragraphs in
    lists, tables and notes have none. `source` is the chapter that it translates, with its anchors."""
    blocks = tuple(_blocks(chapter))
    own_anchors = _own_anchors(chapter.id, blocks)
    source_anchors = _source_anchors(tuple(_blocks(source)), blocks) if source is not None else {}
    taken = {block.id for block in blocks if block.id}
    anchors_by_id: dict[int, str] = {}
    last_number: dict[str, int] = {}  # the last number of each digest: many blocks may begin alike
    for block, own_anchor in zip(blocks, own_anchors, strict=True):
        if block.id:
            continue
        wanted = source_anchors.get(id(block)) or own_anchor
        anchor, number = wanted, last_number.get(wanted, 1)
        while anchor in taken:
            number += 1
            anchor = f"{wanted}-{number}"
        last_number[wanted] = number
        taken.add(anchor)
        anchors_by_id[id(block)] = anchor

    # A figure with figures in its description is replaced when these are, so nodes are matched by the order of visits.
    visited: list[str] = []

    def visit(node: nodes.Node) -> nodes.Node:
        visited.append(anchors_by_id.get(id(node), ""))
        return node

    transform(chapter, visit)
    anchors = iter(visited)

    def change(node: nodes.Node) -> nodes.Node:
        anchor_of_node = next(anchors)
        return replace(node, id=anchor_of_node) if anchor_of_node else node

    result: nodes.Chapter = transform(chapter, change)
    return result


def note_anchor(chapter: str, label: str) -> str:
    """Return the anchor of a note, made from the author's label.

    >>> note_anchor("01-a", "kyiv")
    '01-a-na55f0487'
    """
    return f"{chapter}-n{_digest(label)}"


def note_anchors(chapters: Iterable[nodes.Chapter]) -> Iterator[str]:
    """Yield the anchors of all notes, wherever they stand."""
    for chapter in chapters:
        yield from (note_anchor(chapter.id, note.label) for note in chapter.notes)
        for block in chapter.blocks:
            if isinstance(block, nodes.Endnotes):
                yield from (note_anchor(block.chapter, note.label) for note in block.notes)


def call_anchor(note: str, number: int) -> str:
    """Return the anchor of the `number`th call of a note.

    >>> call_anchor("01-a-na55f0487", 1), call_anchor("01-a-na55f0487", 2)
    ('01-a-na55f0487-ref', '01-a-na55f0487-ref-2')
    """
    return f"{note}-ref" if number == 1 else f"{note}-ref-{number}"


def term_anchor(key: str) -> str:
    """Return the anchor of a term in the glossary for readers, by its key in glossary.toml.

    >>> term_anchor("normandy-format"), term_anchor("zwei Worte")
    ('term-normandy-format', 'term-b49551df')
    """
    plain_key = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return f"term-{key if plain_key else _digest(key)}"


def _blocks(chapter: nodes.Chapter) -> Iterator[_Anchorable]:
    """Yield the blocks that get anchors, in reading order."""
    open_ = {id(paragraph) for paragraph in _paragraphs(chapter.blocks)}
    for node in walk((chapter.blocks, chapter.notes)):
        match node:
            case nodes.Heading() | nodes.Figure():
                yield node
            case nodes.Table() | nodes.Code() if node.caption:
                yield node
            case nodes.Paragraph() if id(node) in open_:
                yield node


def _paragraphs(blocks: Sequence[nodes.Block]) -> Iterator[nodes.Paragraph]:
    """Yield the paragraphs at the top level, in quotations or in boxes."""
    for block in blocks:
        match block:
            case nodes.Paragraph():
                yield block
            case nodes.Quote(blocks=inner) | nodes.Box(blocks=inner):
                yield from _paragraphs(inner)


def _own_anchors(chapter: str, blocks: Sequence[_Anchorable]) -> Iterator[str]:
    """Yield the anchors that blocks would have by their own words."""
    for block in blocks:
        yield f"{chapter}-{_KINDS[type(block)]}{_digest(_letters(block)[:DIGEST_LETTERS])}"


def _letters(block: _Anchorable) -> str:
    """Return the letters and digits that identify a block: of a picture its file name, of charts, maps, tables and code the
    caption."""
    match block:
        case nodes.Figure(chart=drawn_figures.Chart()) | nodes.Figure(map=drawn_figures.Map()):
            text = plain(block.caption)
        case nodes.Figure():
            return PurePosixPath(block.image.source).name
        case nodes.Table() | nodes.Code():
            text = plain(block.caption)
        case _:
            text = plain(block.content)
    return "".join(filter(str.isalnum, text.casefold()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


# -- translations ------------------------------------------------------------------------------------------------------


def _source_anchors(source: Sequence[_Anchorable], blocks: Sequence[_Anchorable]) -> dict[int, str]:
    """Return the anchors that a translation takes from its source, by the `id()` of its blocks.

    Sections correspond if there are as many; inside one, missing blocks are assumed to be in one place.
    """
    source_sections, sections = _sections(source), _sections(blocks)
    if len(source_sections) != len(sections):
        source_sections, sections = [list(source)], [list(blocks)]
    anchors_by_id = {}
    for source_section, section in zip(source_sections, sections, strict=True):
        for original, block in _aligned(source_section, section):
            if type(original) is type(block):
                anchors_by_id[id(block)] = original.id
    return anchors_by_id


def _sections(blocks: Sequence[_Anchorable]) -> list[list[_Anchorable]]:
    """Return the blocks section by section; all but the first begin with a heading."""
    result: list[list[_Anchorable]] = [[]]
    for block in blocks:
        if isinstance(block, nodes.Heading):
            result.append([])
        result[-1].append(block)
    return result


def _aligned(
    source: Sequence[_Anchorable], translation: Sequence[_Anchorable]
) -> Iterator[tuple[_Anchorable, _Anchorable]]:
    """Yield pairs of two lists in order; the surplus of the longer one is skipped at the place where the rest fits best."""
    surplus = len(source) - len(translation)
    if surplus < 0:
        yield from ((original, block) for block, original in _aligned(translation, source))
        return
    before = list(zip(source, translation))
    behind = list(zip(source[surplus:], translation))
    costs = [0.0, *accumulate(_dissimilarity(*pair) for pair in before)]
    rest = [0.0, *accumulate(_dissimilarity(*pair) for pair in reversed(behind))][::-1]
    split = min(range(len(translation) + 1), key=lambda position: costs[position] + rest[position])
    yield from (*before[:split], *behind[split:])


def _dissimilarity(block: _Anchorable, candidate: _Anchorable) -> float:
    """Return how unlikely it is that one block translates the other, by kind, digits and length."""
    if type(block) is not type(candidate):
        return 10.0
    first_letters, second_letters = _letters(block), _letters(candidate)
    digits = set(filter(str.isdigit, first_letters)) != set(filter(str.isdigit, second_letters))
    return abs(log((len(first_letters) + 5) / (len(second_letters) + 5))) + digits
