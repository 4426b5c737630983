"""Makes the document of a bilingual edition of the readings of its two locales, chapter by chapter.

What says the same is known from the text of the chapters and the states of their translations (`translate.compare`): a block
of one locale and one of the other stand in a row if both are, or translate, the same block of the source.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import Findings
from bookbuilder.document.assemble import entry
from bookbuilder.document.document import Document
from bookbuilder.document.fallback import LINES
from bookbuilder.document.galley import Galley, galley
from bookbuilder.document.nodes import Chapter, Target
from bookbuilder.document.parallel import IMPRINT, led, lost, own, side_by_side, suffix, suffixed
from bookbuilder.document.rows import Link
from bookbuilder.pipeline.read import DraftedChapter, Reading
from bookbuilder.step import Runner, Step
from bookbuilder.translate import state
from bookbuilder.translate.chapter_blocks import Block, blocks
from bookbuilder.translate.chapter_paths import state_path as place_of_state
from bookbuilder.translate.compare_blocks import compare_blocks
from bookbuilder.world import Reader


@dataclass(frozen=True, slots=True)
class Side:
    """A chapter in one locale: finished, and the path and text of its file. If it is `translated`, the path of its `state`,
    and what that says (None: nothing is known).

    Its references lead to anchors of its own locale: with the ending of the second one if it is `second`, else without. With
    `others` it is the other way round, for those stand on the other side alone.
    """

    galley: Galley
    path: str
    text: str
    translated: bool
    state: str
    known: str | None
    second: bool
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A chapter in both locales (None: it has none), with the path and the text of the chapter in the source.

    `lang` is the language of the second one (BCP 47), `suffix` the end of its anchors, `pictures` maps paths to hashes.
    """

    name: str
    first: Side | None
    second: Side | None
    source: tuple[str, str]
    lang: str
    suffix: str
    pictures: Mapping[str, str]

    @property
    def about(self) -> str:
        """The file of the chapter in the first of its locales, for who tells of it."""
        return next((side.path for side in (self.first, self.second) if side), "")


def bilingual_document(
    first: Reading, second: Reading, source: Reading, world: Reader, runner: Runner
) -> Document:
    """Return the document that has two locales of a book side by side; `source` is the locale that it was written in.

    Chapters stand in the order of the first; one that only the second has stands behind that which it follows there.
    """
    ours, theirs = _galleys(first), _galleys(second)
    taken, added = first.document.targets, second.document.targets
    end = suffix(second.name, taken, theirs, added)
    here = {
        anchor for one in ours.values() if one.head.fallback for anchor in lost(one.chapter)
    } - ours.keys()
    there = {anchor for one in theirs.values() if one.head.fallback for anchor in lost(one.chapter)}
    there |= {a for a, target in added.items() if theirs[target.chapter].head.kind == IMPRINT and a in taken}
    leaves, own_leaves, other_leaves = (_leaves(reading) for reading in (source, first, second))
    pairs = []
    for name in _order(list(ours), list(theirs)):
        leaf = leaves.get(name)
        origin = (leaf.draft.written.span.path, leaf.text) if leaf else ("", "")
        one, other = (
            _side(
                reading,
                known,
                galleys,
                name,
                world,
                translated=reading.name != source.name,
                second=behind,
                others=gone,
            )
            for reading, known, galleys, behind, gone in (
                (first, own_leaves, ours, False, frozenset(here)),
                (second, other_leaves, theirs, True, frozenset(there)),
            )
        )
        images = {image.source for side in (one, other) if side for image in side.galley.summary.images}
        hashes = {path: _hash(world.read(path)) for path in sorted(images) if path and world.exists(path)}
        pairs.append(Pair(name, one, other, origin, second.locale.tag, end, hashes))
    made = runner.run(PAIR, pairs)
    targets = {anchor: target for anchor, target in taken.items() if anchor not in here}
    for anchor, target in added.items():
        if anchor not in there:
            targets[anchor + end] = Target(target.chapter, anchor + end, target.name)
        targets.setdefault(target.chapter, added[target.chapter])
    return Document(first.name, tuple(made), dict(sorted(targets.items())))


def _size(pair: Pair) -> int:
    return sum(len(side.text) for side in (pair.first, pair.second) if side)


PAIR = Step(f"{__name__}:paired", Pair, Galley, _size)


def paired(pair: Pair) -> bytes:
    """Return the galley of a chapter in both languages, encoded."""
    first, second = (_own(side, pair.suffix) for side in (pair.first, pair.second))
    links: list[Link] = []
    texts: Texts = set(), set()
    if first is not None and second is not None:
        links, texts = _linked(pair, first, second)
    if second is not None:
        second = suffixed(second, pair.suffix)
    if first is None and second is None:  # each has only what the other one lacks
        assert pair.first is not None
        return pair.first.galley.data
    made = side_by_side(pair.name, first, second, links, texts, pair.lang, pair.pictures)
    return galley(made, entry(made)).data


def _own(side: Side | None, end: str) -> Chapter | None:
    """Return what a chapter says itself, its references leading to their side."""
    found = own(side.galley.chapter) if side else None
    if side is None or found is None:
        return None
    second, others = side.second, side.others
    return led(found, lambda anchor: anchor + end if second != (anchor in others) else anchor)


Texts = tuple[set[int], set[int]]
"""The positions of blocks that hold words of an author, in the first locale and in the second."""


def _linked(pair: Pair, first: Chapter, second: Chapter) -> tuple[list[Link], Texts]:
    """Return which blocks of the two chapters say the same, once for each of their texts, and which hold texts at all."""
    assert pair.first is not None and pair.second is not None
    sources = blocks(pair.source[1], pair.source[0])
    ours, held = _places(pair.first, first, sources)
    theirs, others = _places(pair.second, second, sources)
    links = [(a, b) for turn, found in ours.items() for a in found for b in theirs.get(turn, ())]
    return links, (held, others)


def _places(
    side: Side, chapter: Chapter, sources: Sequence[Block]
) -> tuple[Mapping[int, Sequence[int]], set[int]]:
    """Return the turn of each text of the source → the positions of the blocks of a chapter that are it, or translate it;
    and the positions of all blocks with a text."""
    starts = sorted(
        (block.span.line, at) for at, block in enumerate(chapter.blocks) if block.span.path == side.path
    )
    lines = [line for line, _ in starts]

    def places(found: Iterable[Block]) -> list[int]:
        wanted = (bisect_right(lines, block.line) - 1 for block in found if not _apart(block))
        return sorted({starts[at][1] for at in wanted if at >= 0})

    if not side.translated:
        return {turn: places((block,)) for turn, block in enumerate(sources)}, set(places(sources))
    own = blocks(side.text, side.path)
    entries = state.read(side.known, side.state, Findings()) if side.known is not None else None
    units = (unit for unit in compare_blocks(sources, own, entries or ()) if unit.sources)
    return {turn: places(unit.targets) for turn, unit in enumerate(units)}, set(places(own))


def _apart(block: Block) -> bool:
    """Whether a text stands elsewhere than in the run of blocks: in the opening of the chapter, or in a note."""
    return block.kind in LINES or block.kind == "heading 1" or block.kind.startswith("note ")


def _galleys(reading: Reading) -> dict[str, Galley]:
    return {one.head.id: one for one in reading.document.galleys}


def _order(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the names of all chapters: those of the first locale, and each other one behind that which it follows."""
    found = list(first)
    for at, name in enumerate(second):
        if name not in first:
            found.insert(found.index(second[at - 1]) + 1 if at else 0, name)
    return found


def _leaves(reading: Reading) -> dict[str, DraftedChapter]:
    return {one.draft.survey.head.id: one for one in reading.leaves if one.draft.survey}


def _side(
    reading: Reading,
    leaves: Mapping[str, DraftedChapter],
    galleys: Mapping[str, Galley],
    name: str,
    world: Reader,
    *,
    translated: bool,
    second: bool,
    others: frozenset[str],
) -> Side | None:
    """Return a chapter of a locale as it goes into a pair; None if it has none."""
    found, leaf = galleys.get(name), leaves.get(name)
    if found is None or leaf is None:
        return None
    place = place_of_state(reading.name, name)
    known = world.text(place) if translated and world.exists(place) else None
    return Side(found, leaf.draft.written.span.path, leaf.text, translated, place, known, second, others)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
