"""Writes down that translations are up to date: units become entries of a state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.translate.adopt import SURE, adopted
from bookbuilder.translate.align import Match
from bookbuilder.translate.blocks import Block
from bookbuilder.translate.compare import Unit
from bookbuilder.translate.embedded import key as key_of
from bookbuilder.translate.embedded import owners
from bookbuilder.translate.load import Loaded
from bookbuilder.translate.standing import Standing
from bookbuilder.translate.state import Entry

Key = tuple[int, int]
"""A block of the source by its place: line and column."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A block of the source that was not written down: its targets are a guess, or are still the words of the source.

    Without targets nothing was found that could be its translation.
    """

    source: Block
    targets: tuple[Block, ...]
    confidence: float
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """The new entries of a state in the order of the source, how many of them are new or changed, and what was left out."""

    entries: tuple[Entry, ...]
    changed: int
    doubts: tuple[Doubt, ...]


def synced(
    loaded: Loaded,
    chosen: Collection[Key] | None = None,
    said: Mapping[Key, Sequence[Block]] | None = None,
    *,
    same: bool = False,
) -> Recorded:
    """Return the state after a person said that blocks are up to date: all of the chapter, or the `chosen` ones.

    `said` gives the targets of blocks by their places; else they are those that the state knows or an alignment finds. Not
    written, without being chosen by their places: what the alignment is not sure of, and what reads as the source does
    (nobody has translated it, or it is a name), unless `same` says that this is as it should be.
    """
    entries: list[Entry] = []
    doubts: list[Doubt] = []
    changed = 0
    before: tuple[Block, ...] = ()
    for unit in loaded.units():
        if not unit.sources:
            continue
        block, key = unit.block, (unit.block.line, unit.block.column)
        targets = tuple((said or {}).get(key, unit.targets))
        named = chosen is not None and key in chosen
        doubtful = unit.confidence < SURE or (bool(unit.same) and not same and not unit.entries)
        # What is not to be translated is done also where nothing is known of it; from now on it is.
        done = unit.standing is Standing.DONE and not (unit.fixed and not _known(unit))
        if done:
            before = unit.targets
        if not named and (chosen is not None or done):
            # An entry stays as it is, once, also where its block has become several.
            entries += [entry for entry in unit.entries if not any(entry is other for other in entries)]
        elif not targets or (doubtful and not named):
            doubts.append(Doubt(block, targets, unit.confidence, copied=bool(unit.same)))
            entries += [entry for entry in unit.entries if not any(entry is other for other in entries)]
        else:
            new = Entry(
                block.digest, block.text, tuple(target.digest for target in targets),
                merged=targets == before, key=block.anchor if loaded.whole else key_of(block),
            )  # fmt: skip
            before = targets
            entries.append(new)
            changed += new not in unit.entries or unit.standing is Standing.MOVED
    return Recorded(tuple(entries), changed, tuple(doubts))


def _known(unit: Unit) -> bool:
    """Whether a state has a block as it is."""
    return tuple((entry.source, entry.targets) for entry in unit.entries) == (
        (unit.block.digest, tuple(target.digest for target in unit.targets)),
    )


def adopt(chapters: Sequence[Loaded]) -> list[Recorded]:
    """Return the states of chapters that nobody has kept track of, each pair with the confidence of its alignment.

    What is known already (entries of a state, and the blocks that they speak of) stays as it is.
    """
    open_sides = [_open(one) if not one.whole else ([], []) for one in chapters]
    matches = adopted([(sources, targets) for sources, targets in open_sides])
    return [
        _texts(one) if one.whole else _adopted(one, sides, found)
        for one, sides, found in zip(chapters, open_sides, matches, strict=True)
    ]


def _texts(loaded: Loaded) -> Recorded:
    """Return the state of the texts of book.toml; what answers what is known by the keys."""
    new, doubts = set[Key](), list[Doubt]()
    for unit in loaded.units():
        if unit.entries or not unit.sources:
            continue
        if unit.targets and unit.confidence >= SURE and not unit.copied:
            new.add((unit.block.line, unit.block.column))
        else:
            doubts.append(Doubt(unit.block, unit.targets, unit.confidence, unit.copied))
    return replace(synced(loaded, new), doubts=tuple(doubts))


def _open(loaded: Loaded) -> tuple[list[Block], list[Block]]:
    """Return the blocks of both sides that no entry speaks of, without those that stand inside one that is spoken of."""
    units = loaded.units() if loaded.entries else ()
    taken = {target for unit in units if unit.entries for target in unit.targets}
    known = {unit.block for unit in units if unit.entries and unit.sources}
    sources, targets = (
        [block for at, block in zip(owners(side), side) if block not in spoken and side[at] not in spoken]
        for side, spoken in ((loaded.sources, known), (loaded.targets, taken))
    )
    return sources, targets


def _adopted(loaded: Loaded, sides: tuple[list[Block], list[Block]], matches: Sequence[Match]) -> Recorded:
    sources, targets = sides
    units = [unit for unit in (loaded.units() if loaded.entries else ()) if unit.sources]
    new: dict[Block, Entry] = {}
    doubts: list[Doubt] = []
    found: dict[int, Match] = {at: match for match in matches for at in match.sources}
    for unit in units:
        block = unit.block
        if unit.entries or block in sources:
            continue  # what is left stands inside a block that is known
        if unit.targets and unit.confidence >= SURE and not unit.copied:
            digests = tuple(b.digest for b in unit.targets)
            new[block] = Entry(block.digest, block.text, digests, key=key_of(block))
        else:
            doubts.append(Doubt(block, unit.targets, unit.confidence, unit.copied))
    for at, block in enumerate(sources):
        match = found.get(at)
        theirs = tuple(targets[to] for to in match.targets) if match else ()
        confidence = match.confidence if match else 0.0
        copied = Unit(Standing.DONE, (block,), theirs).copied if theirs else False
        if confidence < SURE or copied:
            doubts.append(Doubt(block, theirs, confidence, copied))
        else:
            merged = match is not None and at != match.sources[0]
            new[block] = Entry(
                *(block.digest, block.text, tuple(b.digest for b in theirs), confidence, merged),
                key=key_of(block),
            )
    old = {unit.block: unit.entries for unit in units}
    entries: list[Entry] = []
    for block in loaded.sources:
        if block in new:
            entries.append(new[block])
        else:
            entries += [entry for entry in old.get(block, ()) if entry not in entries]
    return Recorded(tuple(entries), len(new), tuple(doubts))


def answered(loaded: Loaded, recorded: Recorded, agreed: Sequence[Doubt]) -> Recorded:
    """Return a state with what a person agreed to; its entries are as certain as can be."""
    if not agreed:
        return recorded
    said = {(doubt.source.line, doubt.source.column): doubt.targets for doubt in agreed}
    result = synced(replace(loaded, entries=recorded.entries), said.keys(), said)
    left = tuple(doubt for doubt in recorded.doubts if doubt not in agreed)
    return Recorded(result.entries, recorded.changed + len(agreed), left)
