"""Makes the document of a bilingual edition from its two locales, chapter by chapter.

Blocks match by the text of the chapters and the states of their translations (`translate.compare_blocks`): two blocks share
a row if both are, or translate, the same block of the source.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from bookbuilder.build_step import Runner, Step
from bookbuilder.diagnostics import Findings
from bookbuilder.document.assemble_book import contents_entry
from bookbuilder.document.bilingual_chapter import (
    IMPRINT,
    anchor_suffix,
    fallback_anchors,
    redirect_references,
    side_by_side,
    with_anchor_suffix,
    without_fallback,
)
from bookbuilder.document.bilingual_rows import BlockLink
from bookbuilder.document.document import Document
from bookbuilder.document.galley import Galley, galley
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.source_fallback import TEXT_FIELDS
from bookbuilder.pipeline.locale_reading import DraftedChapter, LocaleReading
from bookbuilder.project.variant import Variant
from bookbuilder.translate import state
from bookbuilder.translate.chapter_blocks import Block, blocks, in_variant
from bookbuilder.translate.chapter_paths import state_path as place_of_state
from bookbuilder.translate.compare_blocks import compare_blocks
from bookbuilder.world import Reader


@dataclass(frozen=True, slots=True)
class BilingualSide:
    """A finished chapter in one locale, with the path and text of its file and, if it is `translated`, of its `state`
    (None: unknown).

    Its references lead to anchors of its own locale, with the suffix of the second one if it is `second`. Anchors in
    `others` exist on the other side only, so for them it is the reverse. `variant` says which conditional passages it has.
    """

    galley: Galley
    path: str
    text: str
    translated: bool
    state: str
    state_text: str | None
    second: bool
    others: frozenset[str]
    variant: Variant | None = None


@dataclass(frozen=True, slots=True)
class BilingualPair:
    """A chapter in both locales (None where one lacks it), with the path and text of the chapter in the source.

    `lang` is the language of the second one (BCP 47), `suffix` the end of its anchors, `pictures` maps paths to hashes.
    """

    name: str
    first: BilingualSide | None
    second: BilingualSide | None
    source: tuple[str, str]
    lang: str
    suffix: str
    pictures: Mapping[str, str]

    @property
    def about(self) -> str:
        """The file of the chapter in the first locale that has it, for messages."""
        return next((side.path for side in (self.first, self.second) if side), "")


def bilingual_document(
    first: LocaleReading, second: LocaleReading, source: LocaleReading, world: Reader, runner: Runner
) -> Document:
    """Return the document with two locales side by side; `source` is the locale in which the book was written.

    Chapters are in the order of the first; one that only the second has follows its predecessor there.
    """
    first_galleys, second_galleys = _galleys(first), _galleys(second)
    first_targets, second_targets = first.document.targets, second.document.targets
    ending = anchor_suffix(second.name, first_targets, second_galleys, second_targets)
    first_lost = {
        anchor
        for galley in first_galleys.values()
        if galley.head.fallback
        for anchor in fallback_anchors(galley.chapter)
    } - first_galleys.keys()
    second_lost = {
        anchor
        for galley in second_galleys.values()
        if galley.head.fallback
        for anchor in fallback_anchors(galley.chapter)
    }
    second_lost |= {
        a
        for a, target in second_targets.items()
        if second_galleys[target.chapter].head.kind == IMPRINT and a in first_targets
    }
    source_drafts, first_drafts, second_drafts = (
        _drafts_by_name(reading) for reading in (source, first, second)
    )
    first_locale = _PairedLocale(first, first_drafts, first_galleys, frozenset(first_lost))
    second_locale = _PairedLocale(second, second_drafts, second_galleys, frozenset(second_lost), second=True)
    pairs = []
    for name in _order(list(first_galleys), list(second_galleys)):
        source_draft = source_drafts.get(name)
        origin = (source_draft.draft.written.span.path, source_draft.text) if source_draft else ("", "")
        first_side, second_side = (
            _side(locale, name, world, translated=locale.reading.name != source.name)
            for locale in (first_locale, second_locale)
        )
        images = {
            image.source for side in (first_side, second_side) if side for image in side.galley.summary.images
        }
        hashes = {path: _hash(world.read(path)) for path in sorted(images) if path and world.exists(path)}
        pairs.append(BilingualPair(name, first_side, second_side, origin, second.locale.tag, ending, hashes))
    merged = runner.run(MERGE_PAIR, pairs)
    targets = {anchor: target for anchor, target in first_targets.items() if anchor not in first_lost}
    for anchor, target in second_targets.items():
        if anchor not in second_lost:
            targets[anchor + ending] = replace(target, anchor=anchor + ending)
        targets.setdefault(target.chapter, second_targets[target.chapter])
    return Document(first.name, tuple(merged), dict(sorted(targets.items())))


def _size(pair: BilingualPair) -> int:
    return sum(len(side.text) for side in (pair.first, pair.second) if side)


MERGE_PAIR = Step(f"{__name__}:merge_pair", BilingualPair, Galley, _size)


def merge_pair(pair: BilingualPair) -> bytes:
    """Return the galley of a chapter in both languages, encoded."""
    first, second = (_own(side, pair.suffix) for side in (pair.first, pair.second))
    links: list[BlockLink] = []
    texts: Texts = set(), set()
    if first is not None and second is not None:
        links, texts = _matching_blocks(pair, first, second)
    if second is not None:
        second = with_anchor_suffix(second, pair.suffix)
    if first is None and second is None:  # both are fallbacks only
        assert pair.first is not None
        return pair.first.galley.data
    merged = side_by_side(pair.name, first, second, links, texts, pair.lang, pair.pictures)
    return galley(merged, contents_entry(merged)).data


def _own(side: BilingualSide | None, ending: str) -> Chapter | None:
    """Return the part of a chapter that is not a fallback, its references redirected to their side."""
    result = without_fallback(side.galley.chapter) if side else None
    if side is None or result is None:
        return None
    second, others = side.second, side.others
    return redirect_references(
        result, lambda anchor: anchor + ending if second != (anchor in others) else anchor
    )


Texts = tuple[set[int], set[int]]
"""The positions of blocks with words of an author, in the first locale and in the second."""


def _matching_blocks(pair: BilingualPair, first: Chapter, second: Chapter) -> tuple[list[BlockLink], Texts]:
    """Return pairs of matching blocks, one for each text that they share, and the blocks that hold texts."""
    assert pair.first is not None and pair.second is not None
    sources = blocks(pair.source[1], pair.source[0])
    first_positions, first_texts = _block_positions(pair.first, first, sources)
    second_positions, second_texts = _block_positions(pair.second, second, sources)
    links = [
        (a, b)
        for turn, positions in first_positions.items()
        for a in positions
        for b in second_positions.get(turn, ())
    ]
    return links, (first_texts, second_texts)


def _block_positions(
    side: BilingualSide, chapter: Chapter, sources: Sequence[Block]
) -> tuple[Mapping[int, Sequence[int]], set[int]]:
    """Return source text (by its index) → positions of the blocks that are it, or translate it; and the positions of all
    blocks with a text."""
    starts = sorted(
        (block.span.line, index) for index, block in enumerate(chapter.blocks) if block.span.path == side.path
    )
    lines = [line for line, _ in starts]

    def places(text_blocks: Iterable[Block]) -> list[int]:
        wanted = (bisect_right(lines, block.line) - 1 for block in text_blocks if not _outside_body(block))
        return sorted({starts[at][1] for at in wanted if at >= 0})

    if not side.translated:
        shown = {id(block) for block in in_variant(tuple(sources), side.variant)}
        found = {turn: places((block,)) for turn, block in enumerate(sources) if id(block) in shown}
        return found, {position for positions in found.values() for position in positions}
    own_blocks = in_variant(blocks(side.text, side.path), side.variant)
    entries = state.read(side.state_text, side.state, Findings()) if side.state_text is not None else None
    units = (unit for unit in compare_blocks(sources, own_blocks, entries or ()) if unit.sources)
    return {turn: places(unit.targets) for turn, unit in enumerate(units)}, set(places(own_blocks))


def _outside_body(block: Block) -> bool:
    """Whether a text stands outside the run of blocks: in the opening of the chapter, or in a note."""
    return block.kind in TEXT_FIELDS or block.kind == "heading 1" or block.kind.startswith("note ")


def _galleys(reading: LocaleReading) -> dict[str, Galley]:
    return {galley.head.id: galley for galley in reading.document.galleys}


def _order(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the names of all chapters: those of the first locale, and each other one behind its predecessor."""
    result = list(first)
    for index, name in enumerate(second):
        if name not in first:
            result.insert(result.index(second[index - 1]) + 1 if index else 0, name)
    return result


def _drafts_by_name(reading: LocaleReading) -> dict[str, DraftedChapter]:
    return {drafted.id: drafted for drafted in reading.drafts}


@dataclass(frozen=True, slots=True, eq=False)
class _PairedLocale:
    """One of the two locales: its chapters by name, drafted and finished, the anchors that stand on the other side alone
    (`others`), and whether it is the `second` one."""

    reading: LocaleReading
    drafts: Mapping[str, DraftedChapter]
    galleys: Mapping[str, Galley]
    others: frozenset[str]
    second: bool = False


def _side(locale: _PairedLocale, name: str, world: Reader, *, translated: bool) -> BilingualSide | None:
    """Return a chapter of a locale as it goes into a pair; None if it has none."""
    finished, drafted = locale.galleys.get(name), locale.drafts.get(name)
    if finished is None or drafted is None:
        return None
    state = place_of_state(locale.reading.name, name)
    state_text = world.text(state) if translated and world.exists(state) else None
    path = drafted.draft.written.span.path
    variant = drafted.given.dialect.variant if drafted.given else None
    return BilingualSide(
        finished, path, drafted.text, translated, state, state_text, locale.second, locale.others, variant
    )


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
