"""Puts the translations of embedded texts (sub-entries, titles of links) into a chapter whose other blocks are in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.translate.blocks import FIELDS, Block
from bookbuilder.translate.embedded import owners
from bookbuilder.translate.exchange.compared import Taken
from bookbuilder.translate.exchange.fields import fields, quoted
from bookbuilder.translate.exchange.segment import Env
from bookbuilder.translate.exchange.units import Chapter
from bookbuilder.translate.exchange.written import written


@dataclass(frozen=True, slots=True)
class Change:
    """New text for a part of a file, from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Embedding:
    """The changes of embedded texts, for each unit the position of its block in the file, and the units without a place."""

    changes: tuple[Change, ...]
    places: Mapping[int, int]
    lost: tuple[Taken, ...]


def embedded(
    chapter: Chapter,
    taken: Sequence[Taken],
    text: str,
    again: Sequence[Block],
    home: Callable[[Block], Block | None],
    env: Env,
) -> Embedding:
    """Return how embedded texts that were taken get into a file (`text`, with the blocks `again`).

    `home` returns the block of that file that a block of the chapter or of its source has become. In it the embedded text is
    looked for that says what it said before: the codes around it are those of the translation, or of the source.
    """
    outer = {
        id(block): side[at]
        for side in (chapter.loaded.sources, chapter.loaded.targets)
        for block, at in zip(side, owners(side), strict=True)
    }
    inside: dict[int, list[int]] = {}
    for at, owner in enumerate(owners(again)):
        if owner != at:
            inside.setdefault(id(again[owner]), []).append(at)
    changes: dict[int, tuple[Block, str]] = {}
    places: dict[int, int] = {}
    lost: list[Taken] = []
    for one in taken:
        unit = one.one.unit
        block = (unit.targets or unit.sources)[0]
        there = home(outer[id(block)]) or _answer(chapter, outer[id(block)], home)
        found = next(
            (
                at
                for at in inside.get(id(there), ())
                if (again[at].kind, again[at].digest) == (block.kind, block.digest)
                and at not in places.values()
            ),
            None,
        )
        new = None if one.new is None else written(one.new, env, block.kind, like=block.text, line=False)
        if found is None or (one.new is not None and new is None):
            lost.append(one)
            continue
        places[id(one)] = found
        if new is not None and new != again[found].text:
            changes[found] = again[found], new
    return Embedding(tuple(_changes(text, again, changes)), places, tuple(lost))


def _answer(chapter: Chapter, source: Block, home: Callable[[Block], Block | None]) -> Block | None:
    """Return the block of the file that translates a block of the source."""
    for unit in chapter.loaded.units():
        if any(block is source for block in unit.sources):
            return next((found for block in unit.targets if (found := home(block))), None)
    return None


def _changes(text: str, again: Sequence[Block], new: Mapping[int, tuple[Block, str]]) -> Iterator[Change]:
    """Yield the changes of a file; a field of the front matter is written anew as a whole."""
    homes = owners(again)
    count: dict[str, int] = {}
    turn: dict[int, int] = {}
    for at, block in enumerate(again):
        if block.kind in FIELDS:
            turn[at] = count.get(block.kind, 0)
            count[block.kind] = turn[at] + 1
    values = fields(text) if any(homes[at] in turn for at in new) else {}
    lines: dict[int, list[tuple[int, int, str]]] = {}
    for at, (block, said) in new.items():
        owner = again[homes[at]]
        if homes[at] in turn:
            start = block.column - owner.column
            lines.setdefault(homes[at], []).append((start, start + len(block.text), said))
            continue
        begin, end = block.pieces[0][0], block.pieces[-1][1]
        quotes = "" if text[begin - 1 : begin] != "=" else '"'
        yield Change(begin, end, f"{quotes}{said}{quotes}")
    for at, parts in lines.items():
        whole = again[at].text
        for start, end, said in sorted(parts, reverse=True):
            whole = whole[:start] + said + whole[end:]
        start, end = values[again[at].kind, turn[at]]
        yield Change(start, end, quoted(whole, text[start:end], listed=again[at].kind == "events"))
