"""Puts translations into the text of a chapter: each into the lines of its block, new ones where their source stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bookbuilder.diagnostics import Rule
from bookbuilder.markdown import front_matter
from bookbuilder.project.toml_positions import KeyPath
from bookbuilder.translate.blocks import FIELDS, Block, blocks
from bookbuilder.translate.compare import Unit
from bookbuilder.translate.embedded import owners
from bookbuilder.translate.exchange.between import between
from bookbuilder.translate.exchange.codes import Code, Segment, bare, numbered, parted
from bookbuilder.translate.exchange.compared import Taken
from bookbuilder.translate.exchange.fields import fields, quoted
from bookbuilder.translate.exchange.parts import elements
from bookbuilder.translate.exchange.pieces import Piece, fits, pieces, remarked
from bookbuilder.translate.exchange.placed_embedded import Change, embedded
from bookbuilder.translate.exchange.segment import Env, segment
from bookbuilder.translate.exchange.units import Chapter
from bookbuilder.translate.exchange.written import option, tidied, written
from bookbuilder.translate.standing import Standing

NO_PLACE = Rule(
    "exchange.place",
    "the block of unit {id} has no place in {path} yet",
    "A block that is new in the source is put into the translation together with the box that it is part of; a new item of a"
    " list, and a new row of a table, between those that are there. If the translation has the rest of it already, write the"
    " block there first, in the words of the source, and import again.",
)
UNWRITTEN = Rule(
    "exchange.unwritable",
    "the translation of unit {id} cannot be written as Markdown at its place",
    "Translations are put into the chapter and read again, and must read as the tool showed them. Some cannot: emphasis that"
    " begins inside a word behind a sign, or an empty cell at the end of a row.",
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A chapter with its translations in place: its text, its blocks, and for each unit that was taken the blocks that
    translate it. `values` are texts of book.toml by their places."""

    text: str
    blocks: tuple[Block, ...]
    targets: tuple[tuple[Taken, tuple[Block, ...]], ...]
    values: Mapping[KeyPath, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A unit that has no place, and why. `sure`: it is this one; else one of those that were placed together."""

    taken: Taken
    rule: Rule
    hint: str = ""
    sure: bool = True


def placed(chapter: Chapter, taken: Sequence[Taken]) -> Placed | tuple[Unplaced, ...]:
    """Return the translation with what was taken, or the units that it cannot hold.

    Every other letter of the file stays. The new file is read again: each block must be what was wanted, and no other may
    have changed.
    """
    work = _Work(chapter)
    inner = [one for one in taken if one.one.unit.block.embedded]
    taken = [one for one in taken if not one.one.unit.block.embedded]
    for one in taken:
        work.take(one)
    work.insert([one for one in taken if one.new is not None and not one.one.unit.targets])
    if work.unplaced:
        return tuple(work.unplaced)
    text = _changed(chapter.base, work.changes)
    again = blocks(text, chapter.paths.target)
    outer = [block for block in again if not block.embedded]
    order = sorted(work.places)
    expected = [work.places[key] for key in order]
    if len(outer) != len(expected):
        return work.refused(outer, expected)
    homes: dict[int, Block] = {}
    for block, (was, wanted, env) in zip(outer, expected, strict=True):
        same = was.digest == block.digest if wanted is None else _same(block, wanted, env)
        if not same or was.kind != block.kind:
            return work.refused(outer, expected)
        homes[id(was)] = block
    own = {id(block): at for at, block in enumerate(again)}
    places: dict[int, tuple[int, ...]] = {}
    for one in taken:
        theirs = one.one.unit.targets or one.one.unit.sources
        places[id(one)] = tuple(own[id(homes[id(block)])] for block in theirs if id(block) in homes)
    if inner:
        made = embedded(chapter, inner, text, again, lambda block: homes.get(id(block)), chapter.base_env)
        for one in made.lost:
            work.fail(NO_PLACE, one, "import the unit in which it stands as well")
        if made.lost:
            return tuple(work.unplaced)
        text = _changed(text, made.changes)
        places |= {key: (at,) for key, at in made.places.items()}
        before, again = again, blocks(text, chapter.paths.target)
        if [block.kind for block in before] != [block.kind for block in again]:
            return (Unplaced(inner[0], UNWRITTEN, sure=False),)
    found = [
        (one, tuple(again[at] for at in places[id(one)])) for one in (*taken, *inner) if id(one) in places
    ]
    if inner:
        # What was done around an embedded text is still done.
        changed = {owners(again)[at] for one in inner for at in places[id(one)]}
        known = {id(one.one) for one in taken}
        for unit in chapter.units:
            there = [own[id(homes[id(block)])] for block in unit.unit.targets if id(block) in homes]
            if unit.unit.standing is Standing.DONE and id(unit) not in known and changed.intersection(there):
                found.append((Taken(unit, None, inner[0].span), tuple(again[at] for at in there)))
    return Placed(text, again, tuple(found))


class _Work:
    """Collects the changes of a chapter, and what its blocks should be afterwards."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.sources, self.targets = (
            tuple(block for block in side if not block.embedded)
            for side in (chapter.loaded.sources, chapter.loaded.targets)
        )
        self.unplaced: list[Unplaced] = []
        self.changes: list[Change] = []
        self.fields = fields(chapter.base)
        self.serial = 0
        self.pieces: tuple[list[Piece], list[Piece]] | None = None
        self.owners: dict[int, Taken] = {}
        self.places: dict[tuple[int, int, int], tuple[Block, Segment | None, Env]] = {
            (at, 0, 0): (block, None, chapter.base_env) for at, block in enumerate(self.targets)
        }
        self.at = {id(block): at for at, block in enumerate(self.targets)}
        count: Counter[str] = Counter()
        self.field: dict[int, tuple[str, int]] = {}
        for block in self.targets:
            if block.kind in FIELDS:
                self.field[id(block)] = block.kind, count[block.kind]
                count[block.kind] += 1

    def take(self, taken: Taken) -> None:
        """Note the change of the blocks that a unit has in the translation."""
        if taken.new is None:
            return
        for block, part in zip(taken.one.unit.targets, parted(taken.new), strict=False):
            self.owners[id(block)] = taken
            self.places[self.at[id(block)], 0, 0] = block, part, self.chapter.base_env
            self.changes += self._change(block, part, taken, self.chapter.base, self.chapter.base_env)

    def _change(self, block: Block, part: Segment, taken: Taken, base: str, env: Env) -> Iterator[Change]:
        if _kept(block, part, env):
            return
        text = written(part, env, block.kind, like=block.text, line=_begins(block))
        field = self.field.get(id(block))
        if text is None or (not block.pieces and field not in self.fields):
            self.fail(UNWRITTEN, taken)
        elif field is not None:
            start, end = self.fields[field]
            yield Change(start, end, quoted(text, base[start:end], listed=block.kind == "events"))
        else:
            yield Change(*self._lines(block, text, base))

    def _lines(self, block: Block, text: str, base: str) -> tuple[int, int, str]:
        """Return the change of a block: its lines with what stands before them in the file."""
        (start, first), last = block.pieces[0], block.pieces[-1][1]
        if option(block.kind) and base[start - 1 : start] == "=":  # one word needs no quotation marks
            text = f'"{text}"'
        second = base[first : block.pieces[1][0]] if len(block.pieces) > 1 else "\n" + _margin(base, start)
        return start, last, text.replace("\n", second) if "\n" in text else text

    def fail(self, rule: Rule, taken: Taken, hint: str = "") -> None:
        self.unplaced.append(Unplaced(taken, rule, hint))

    def insert(self, taken: Sequence[Taken]) -> None:
        """Put blocks that the translation has not into it, with the part of the source that they stand in."""
        ours = {id(block): one for one in taken for block in one.one.unit.sources}
        sources = self.sources
        units = {id(block): unit for unit in self.chapter.loaded.units() for block in unit.sources}
        last = -1
        """The last block of the translation that stands above."""
        skipped = 0
        """Parts without text of their own that stand between: a page break, an index."""
        parts = list(elements(self.chapter.base, self.targets))
        for start, end, inner in elements(self.chapter.source, sources):
            if not inner:
                skipped += 1
                continue
            found = [at for block in inner for at in self._homes(units[id(block)].targets)]
            wanted = [ours[id(block)] for block in inner if id(block) in ours]
            if not wanted:
                last, skipped = max([last, *found]), 0 if found else skipped
                continue
            if found and start >= 0 and self._between(inner, ours, units):
                last = max([last, *found])
                continue
            if found or start < 0:
                for one in {one.one.id: one for one in wanted}.values():
                    hint = "write it there in the words of the source first, and import again"
                    self.fail(NO_PLACE, one, hint)
                last = max([last, *found])
                continue
            new = self._written(start, end, inner, ours, last).strip("\n")
            at = self._behind(last, skipped, parts)
            self.changes.append(Change(at, at, self._apart(at, new)))

    def _written(
        self, start: int, end: int, inner: Sequence[Block], ours: Mapping[int, Taken], last: int
    ) -> str:
        """Return a part of the source with its translations, and note that its blocks will stand behind the block `last`."""
        self.serial += 1
        changes = list[Change]()
        for number, block in enumerate(inner):
            part = None
            if id(block) in ours:
                one = ours[id(block)]
                part = parted(one.new or ())[one.one.unit.sources.index(block)]
                self.owners[id(block)] = one
                changes += [
                    replace(change, start=change.start - start, end=change.end - start)
                    for change in self._change(block, part, one, self.chapter.source, self.chapter.base_env)
                ]
            self.places[last, self.serial, number] = block, part, self.chapter.base_env
        return _changed(self.chapter.source[start:end], changes)

    def _between(self, inner: Sequence[Block], ours: Mapping[int, Taken], units: Mapping[int, Unit]) -> bool:
        """Put new items and rows into lists and tables that the translation has; return whether that was all that is new."""
        if self.pieces is None:
            self.pieces = pieces(self.chapter.source), pieces(self.chapter.base)
        places = between(
            inner,
            self.pieces,
            ours,
            self.targets,
            lambda block: self._homes(units[id(block)].targets),
        )
        if places is None or not all(fits(one.piece, one.near, self.pieces) for one in places):
            return False
        base = self.chapter.base
        for one in places:
            text = self._written(one.piece.start, one.piece.end, one.blocks, ours, one.last)
            new = remarked(text.strip("\n"), one.piece, one.near)
            at = one.near.end if one.behind else one.near.start
            ended = not at or base[at - 1] == "\n"
            blank = one.near.margin.rstrip(" \t")  # that of a quotation has its sign
            # One item alone does not show whether its list has blank lines.
            lonely = sum(other.inside == one.near.inside for other in self.pieces[1]) == 1
            like = one.piece if lonely else one.near
            gap = "" if like.tight or not like.mark else f"{blank}\n"
            text = f"{gap}{new}\n" if one.behind else f"{new}\n{gap}"
            self.changes.append(Change(at, at, text if ended else f"\n{text[:-1]}"))
        return True

    def _homes(self, targets: Sequence[Block]) -> list[int]:
        return [self.at[id(block)] for block in targets if id(block) in self.at]

    def _behind(self, last: int, skipped: int, parts: Sequence[tuple[int, int, list[Block]]]) -> int:
        """Return where the part of the translation ends in which a block stands, and as many behind it as were `skipped`, if
        they have no text either; the top of the body for none."""
        base = self.chapter.base
        at = len(base) - len(front_matter.split(base)[1])
        block = self.targets[last] if last >= 0 else None
        above = True
        for start, end, inner in parts:
            if start < 0:
                above = block is not None and all(block is not one for one in inner)
            elif above and block is not None:
                at, above = end, all(block is not one for one in inner)
            elif skipped and not inner:
                at, skipped = end, skipped - 1
            else:
                break
        return at

    def _apart(self, at: int, new: str) -> str:
        base = self.chapter.base
        above = base[:at]
        before = "" if not above or above.endswith("\n\n") else "\n" if above.endswith("\n") else "\n\n"
        rest = base[at:]
        return f"{before}{new}\n" + ("\n" if rest and not rest.startswith("\n") else "")

    def refused(
        self, again: Sequence[Block], expected: Sequence[tuple[Block, Segment | None, Env]]
    ) -> tuple[Unplaced, ...]:
        """Return the unit that the file most likely does not hold as it should."""
        seen: Taken | None = None
        for at, (was, wanted, env) in enumerate(expected):
            seen = self.owners.get(id(was), seen)
            block = again[at] if at < len(again) else None
            same = block is not None and (
                was.digest == block.digest if wanted is None else _same(block, wanted, env)
            )
            if not same or (block is not None and was.kind != block.kind):
                break
        seen = seen or next(iter(self.owners.values()))
        return (Unplaced(seen, UNWRITTEN, sure=False),)


def _kept(block: Block, wanted: Segment, env: Env) -> bool:
    """Whether a block reads as it is wanted already, with the same codes; then every letter of it stays."""
    data = [
        [piece.data for piece in side if isinstance(piece, Code)]
        for side in (segment(block.text, env), wanted)
    ]
    return data[0] == data[1] and _same(block, wanted, env)


def _same(block: Block, wanted: Segment, env: Env) -> bool:
    """Whether a block reads as it was wanted; codes are those of its own language by now."""
    found = segment(block.text, env)
    return bare(numbered(found)) == bare(numbered(tidied(wanted)))


def _begins(block: Block) -> bool:
    """Whether the text of a block begins a line, or a list item, or the like, where signs would begin something else."""
    last = block.kind.split(" ")[-1]
    return last in ("paragraph", "term") and not option(block.kind)


def _margin(base: str, start: int) -> str:
    """Return what stands before a further line of a block that had one line only: signs of quotations, and spaces."""
    line = base[base.rfind("\n", 0, start) + 1 : start]
    return "".join(sign if sign in ">\t" else " " for sign in line)


def _changed(base: str, changes: Sequence[Change]) -> str:
    """Return a text with changes made; those at one place stand in their order."""
    parts, at = [], 0
    for change in sorted(changes, key=lambda one: (one.start, one.end)):
        parts += [base[at : change.start], change.text]
        at = max(at, change.end)
    return "".join([*parts, base[at:]])
