"""Writes translations of embedded texts (sub-entries, link titles) into a chapter after all other blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.translate.attribute_texts import containing_blocks
from bookbuilder.translate.chapter_blocks import FIELDS, Block
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter
from bookbuilder.translate.exchange.front_matter_ranges import value_ranges
from bookbuilder.translate.exchange.parse_segment import Env
from bookbuilder.translate.exchange.review_units import AcceptedUnit
from bookbuilder.translate.exchange.write_segment import write_segment
from bookbuilder.yaml_nodes import yaml_string


@dataclass(frozen=True, slots=True)
class AttributeTextChange:
    """New text for the range from `start` to `end` of a file."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class EmbeddedChanges:
    """The changes, each unit's block by position, and the units without a place."""

    changes: tuple[AttributeTextChange, ...]
    places: Mapping[int, int]
    lost: tuple[AcceptedUnit, ...]


def embedded_changes(
    chapter: ExchangeChapter,
    taken: Sequence[AcceptedUnit],
    text: str,
    again: Sequence[Block],
    home: Callable[[Block], Block | None],
    env: Env,
) -> EmbeddedChanges:
    """Return the changes for the embedded texts among the accepted units in a file (`text`, with the blocks `again`).

    `home` returns the block of that file which a block of the old translation or the source has become. The embedded text
    with the same content is replaced there.
    """
    outer = {
        id(block): side[index]
        for side in (chapter.loaded.sources, chapter.loaded.targets)
        for block, index in zip(side, containing_blocks(side), strict=True)
    }
    inside: dict[int, list[int]] = {}
    for index, owner in enumerate(containing_blocks(again)):
        if owner != index:
            inside.setdefault(id(again[owner]), []).append(index)
    changes: dict[int, tuple[Block, str]] = {}
    places: dict[int, int] = {}
    lost: list[AcceptedUnit] = []
    for accepted in taken:
        unit = accepted.exchanged.unit
        block = (unit.targets or unit.sources)[0]
        there = home(outer[id(block)]) or _answer(chapter, outer[id(block)], home)
        position = next(
            (
                index
                for index in inside.get(id(there), ())
                if (again[index].kind, again[index].digest) == (block.kind, block.digest)
                and index not in places.values()
            ),
            None,
        )
        new = (
            None
            if accepted.new is None
            else write_segment(accepted.new, env, block.kind, like=block.text, line=False)
        )
        if position is None or (accepted.new is not None and new is None):
            lost.append(accepted)
            continue
        places[id(accepted)] = position
        if new is not None and new != again[position].text:
            changes[position] = again[position], new
    return EmbeddedChanges(tuple(_changes(text, again, changes)), places, tuple(lost))


def _answer(chapter: ExchangeChapter, source: Block, home: Callable[[Block], Block | None]) -> Block | None:
    for unit in chapter.loaded.units():
        if any(block is source for block in unit.sources):
            return next((position for block in unit.targets if (position := home(block))), None)
    return None


def _changes(
    text: str, again: Sequence[Block], new: Mapping[int, tuple[Block, str]]
) -> Iterator[AttributeTextChange]:
    """Yield the changes to a file; a field of the front matter is replaced as a whole."""
    homes = containing_blocks(again)
    count: dict[str, int] = {}
    turn: dict[int, int] = {}
    for index, block in enumerate(again):
        if block.kind in FIELDS:
            turn[index] = count.get(block.kind, 0)
            count[block.kind] = turn[index] + 1
    values = value_ranges(text) if any(homes[index] in turn for index in new) else {}
    lines: dict[int, list[tuple[int, int, str]]] = {}
    for index, (block, value) in new.items():
        owner = again[homes[index]]
        if homes[index] in turn:
            start = block.column - owner.column
            lines.setdefault(homes[index], []).append((start, start + len(block.text), value))
            continue
        begin, end = block.pieces[0][0], block.pieces[-1][1]
        quotes = "" if text[begin - 1 : begin] != "=" else '"'
        yield AttributeTextChange(begin, end, f"{quotes}{value}{quotes}")
    for index, parts in lines.items():
        whole = again[index].text
        for start, end, value in sorted(parts, reverse=True):
            whole = whole[:start] + value + whole[end:]
        start, end = values[again[index].kind, turn[index]]
        yield AttributeTextChange(
            start, end, yaml_string(whole, text[start:end], listed=again[index].kind == "events")
        )
