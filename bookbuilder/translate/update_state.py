"""Turns units into new state entries when a person confirms that translations are up to date."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.translate.align import Match
from bookbuilder.translate.align_book import CONFIDENT, align_book
from bookbuilder.translate.attribute_texts import containing_blocks
from bookbuilder.translate.attribute_texts import embedded_key as key_of
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.free_translation import recorded_units
from bookbuilder.translate.load_chapter import LoadedChapter
from bookbuilder.translate.state import StateEntry, added_entry

BlockPosition = tuple[int, int]
"""A source block by its line and column."""


@dataclass(frozen=True, slots=True)
class UncertainPair:
    """A source block that was not recorded: its targets are a guess, or still equal the source (`copied`), or none was
    found.
    """

    source: Block
    targets: tuple[Block, ...]
    confidence: float
    copied: bool = False


@dataclass(frozen=True, slots=True)
class StateUpdate:
    """The new entries in source order, the number of new or changed ones, and the pairs left out as uncertain."""

    entries: tuple[StateEntry, ...]
    changed: int
    uncertain: tuple[UncertainPair, ...]


def sync_chapter(
    loaded: LoadedChapter,
    chosen: Collection[BlockPosition] | None = None,
    value: Mapping[BlockPosition, Sequence[Block]] | None = None,
    *,
    same: bool = False,
) -> StateUpdate:
    """Return the state after a person confirmed that blocks are up to date: the whole chapter, or the `chosen` ones.

    `value` gives explicit targets by block position; otherwise they come from the state or an alignment. Unless chosen
    explicitly, pairs of low confidence are not recorded, nor targets that equal their source (untranslated, or a name),
    except with `same`. What a free translation leaves out is neither recorded nor in doubt; once some of its blocks are
    recorded, others are when they are chosen.
    """
    entries: list[StateEntry] = []
    doubts: list[UncertainPair] = []
    changed = 0
    recorded: set[tuple[Block, ...]] = set()
    units = loaded.units()
    kept = recorded_units(units) if loaded.paths.free and loaded.entries else units
    left_out = {id(unit) for unit in units} - {id(unit) for unit in kept}
    for unit in units:
        if not unit.sources:
            continue
        block, key = unit.block, (unit.block.line, unit.block.column)
        targets = tuple((value or {}).get(key, unit.targets))
        named = chosen is not None and key in chosen
        doubtful = unit.confidence < CONFIDENT or (bool(unit.copied_words) and not same and not unit.entries)
        # A locked block is done even without an entry; record it now.
        done = unit.status is BlockStatus.DONE and not (unit.locked and not _known(unit))
        if done:
            recorded.add(unit.targets)
        if not named and (chosen is not None or done):
            # Keep entries, once each, even if their block was split since.
            entries += [entry for entry in unit.entries if not any(entry is other for other in entries)]
        elif loaded.paths.free and not named and (not targets or id(unit) in left_out):
            if unit.entries and not targets:  # a free translation leaves it out from now on; it is said once
                doubts.append(UncertainPair(block, (), unit.confidence))
                changed += 1
        elif not targets or (doubtful and not named):
            doubts.append(UncertainPair(block, targets, unit.confidence, copied=bool(unit.copied_words)))
            entries += [entry for entry in unit.entries if not any(entry is other for other in entries)]
        else:
            new = StateEntry(
                block.digest, block.text, tuple(target.digest for target in targets),
                merged=targets in recorded, key=block.anchor if loaded.is_metadata else key_of(block),
            )  # fmt: skip
            recorded.add(targets)
            entries.append(new)
            changed += new not in unit.entries or unit.status is BlockStatus.MOVED
    if entries and loaded.paths.free and not loaded.is_metadata:
        edited = {target.digest for unit in kept if unit.entries for target in unit.targets}
        paired = edited.union(*(entry.targets for entry in entries))
        others = (block.digest for block in loaded.targets if not block.embedded)
        entries.append(added_entry(digest for digest in others if digest not in paired))
    return StateUpdate(tuple(entries), changed, tuple(doubts))


def _known(unit: Unit) -> bool:
    return tuple((entry.source, entry.targets) for entry in unit.entries) == (
        (unit.block.digest, tuple(target.digest for target in unit.targets)),
    )


def adopt_chapters(chapters: Sequence[LoadedChapter]) -> list[StateUpdate]:
    """Return the states of untracked chapters; each entry has the confidence of its alignment.

    Existing entries, and the blocks that they cover, are unchanged.
    """
    open_sides = [_open(chapter) if not chapter.is_metadata else ([], []) for chapter in chapters]
    matches = align_book([(sources, targets) for sources, targets in open_sides])
    return [
        _texts(chapter) if chapter.is_metadata else _adopted(chapter, sides, found)
        for chapter, sides, found in zip(chapters, open_sides, matches, strict=True)
    ]


def _texts(loaded: LoadedChapter) -> StateUpdate:
    """Return the state of the texts of book.toml, which are paired by key."""
    new, doubts = set[BlockPosition](), list[UncertainPair]()
    for unit in loaded.units():
        if unit.entries or not unit.sources:
            continue
        if unit.targets and unit.confidence >= CONFIDENT and not unit.copied:
            new.add((unit.block.line, unit.block.column))
        else:
            doubts.append(UncertainPair(unit.block, unit.targets, unit.confidence, unit.copied))
    return replace(sync_chapter(loaded, new), uncertain=tuple(doubts))


def _open(loaded: LoadedChapter) -> tuple[list[Block], list[Block]]:
    """Return the blocks of both sides without entries, except those embedded in a block that has one."""
    units = loaded.units() if loaded.entries else ()
    taken = {target for unit in units if unit.entries for target in unit.targets}
    matched = {unit.block for unit in units if unit.entries and unit.sources}
    sources, targets = (
        [
            block
            for index, block in zip(containing_blocks(side), side)
            if block not in spoken and side[index] not in spoken
        ]
        for side, spoken in ((loaded.sources, matched), (loaded.targets, taken))
    )
    return sources, targets


def _adopted(
    loaded: LoadedChapter, sides: tuple[list[Block], list[Block]], matches: Sequence[Match]
) -> StateUpdate:
    sources, targets = sides
    units = [unit for unit in (loaded.units() if loaded.entries else ()) if unit.sources]
    new: dict[Block, StateEntry] = {}
    doubts: list[UncertainPair] = []
    result: dict[int, Match] = {index: match for match in matches for index in match.sources}
    for unit in units:
        block = unit.block
        if unit.entries or block in sources:
            continue  # embedded in a block that has an entry
        if unit.targets and unit.confidence >= CONFIDENT and not unit.copied:
            digests = tuple(b.digest for b in unit.targets)
            new[block] = StateEntry(block.digest, block.text, digests, key=key_of(block))
        else:
            doubts.append(UncertainPair(block, unit.targets, unit.confidence, unit.copied))
    for index, block in enumerate(sources):
        match = result.get(index)
        theirs = tuple(targets[to] for to in match.targets) if match else ()
        confidence = match.confidence if match else 0.0
        copied = Unit(BlockStatus.DONE, (block,), theirs).copied if theirs else False
        if confidence < CONFIDENT or copied:
            doubts.append(UncertainPair(block, theirs, confidence, copied))
        else:
            merged = match is not None and index != match.sources[0]
            new[block] = StateEntry(
                *(block.digest, block.text, tuple(b.digest for b in theirs), confidence, merged),
                key=key_of(block),
            )
    old = {unit.block: unit.entries for unit in units}
    entries: list[StateEntry] = []
    for block in loaded.sources:
        if block in new:
            entries.append(new[block])
        else:
            entries += [entry for entry in old.get(block, ()) if entry not in entries]
    return StateUpdate(tuple(entries), len(new), tuple(doubts))


def confirm_pairs(
    loaded: LoadedChapter, recorded: StateUpdate, agreed: Sequence[UncertainPair]
) -> StateUpdate:
    """Return a state with the pairs that a person has confirmed; their confidence is 1."""
    if not agreed:
        return recorded
    values = {(doubt.source.line, doubt.source.column): doubt.targets for doubt in agreed}
    result = sync_chapter(replace(loaded, entries=recorded.entries), values.keys(), values)
    left = tuple(doubt for doubt in recorded.uncertain if doubt not in agreed)
    return StateUpdate(result.entries, recorded.changed + len(agreed), left)
