"""Writes translations back into the text of a chapter: into their blocks, or, if new, where their source stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bookbuilder.diagnostics import Rule
from bookbuilder.markdown import front_matter
from bookbuilder.toml_tables.positions import KeyPath
from bookbuilder.translate.attribute_texts import containing_blocks
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import FIELDS, Block, blocks
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.exchange.chapter_elements import elements
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter
from bookbuilder.translate.exchange.front_matter_ranges import value_ranges
from bookbuilder.translate.exchange.inline_codes import (
    InlineCode,
    Segment,
    coded_text,
    number_codes,
    split_segment,
)
from bookbuilder.translate.exchange.insertable_items import ListItem, fits, list_items, with_marker
from bookbuilder.translate.exchange.item_insertions import insertions
from bookbuilder.translate.exchange.parse_segment import Env, parse_segment
from bookbuilder.translate.exchange.review_units import AcceptedUnit
from bookbuilder.translate.exchange.write_back_attribute_texts import AttributeTextChange, embedded_changes
from bookbuilder.translate.exchange.write_segment import is_option, trim_emphasis, write_segment
from bookbuilder.yaml_nodes import yaml_string

NO_PLACE = Rule(
    "exchange.place",
    "the block of unit {id} has no place in {path} yet",
    "A block that is new in the source is put into the translation together with the box that it is part of; a new item of a"
    " list, and a new row of a table, between those that are there. If the translation has the rest of it already, write the"
    " block there first, in the words of the source, and import again.",
)
UNWRITABLE = Rule(
    "exchange.unwritable",
    "the translation of unit {id} cannot be written at its place",
    "Translations are put into the chapter and read again, and must read as the tool showed them. Some cannot: emphasis that"
    " begins inside a word behind a sign, or an empty cell at the end of a row.",
)


@dataclass(frozen=True, slots=True)
class WrittenChapter:
    """A chapter with its translations: text, blocks, and the target blocks of each accepted unit. `values` are texts of
    book.toml by key path."""

    text: str
    blocks: tuple[Block, ...]
    targets: tuple[tuple[AcceptedUnit, tuple[Block, ...]], ...]
    values: Mapping[KeyPath, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnplacedUnit:
    """A unit without a place, and why. `sure`: it is this one; else any of those written together."""

    taken: AcceptedUnit
    rule: Rule
    hint: str = ""
    sure: bool = True


def write_back(
    chapter: ExchangeChapter, taken: Sequence[AcceptedUnit]
) -> WrittenChapter | tuple[UnplacedUnit, ...]:
    """Return the chapter with the accepted units, or the units that it cannot hold.

    All other text is unchanged. The result is parsed again: each block must be the wanted one, and no other may have
    changed.
    """
    work = _WriteBack(chapter)
    # Embedded texts go into their blocks as these read afterwards, so they are written last.
    inner = [accepted for accepted in taken if accepted.exchanged.unit.block.embedded]
    taken = [accepted for accepted in taken if not accepted.exchanged.unit.block.embedded]
    for accepted in taken:
        work.take(accepted)
    work.insert(
        [accepted for accepted in taken if accepted.new is not None and not accepted.exchanged.unit.targets]
    )
    if work.unplaced:
        return tuple(work.unplaced)
    text = _changed(chapter.base, work.changes)
    # A text that reads right by itself may begin a list or a heading in its place (decision 0027).
    again = blocks(text, chapter.paths.target)
    outer = [block for block in again if not block.embedded]
    # The file's order: an old block has (index, 0, 0), a new one the index of the block above it.
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
    own = {id(block): index for index, block in enumerate(again)}
    places: dict[int, tuple[int, ...]] = {}
    for accepted in taken:
        # A new block is expected under its source.
        theirs = accepted.exchanged.unit.targets or accepted.exchanged.unit.sources
        places[id(accepted)] = tuple(own[id(homes[id(block)])] for block in theirs if id(block) in homes)
    if inner:
        made = embedded_changes(
            chapter, inner, text, again, lambda block: homes.get(id(block)), chapter.base_env
        )
        for accepted in made.lost:
            work.fail(NO_PLACE, accepted, "import the unit in which it stands as well")
        if made.lost:
            return tuple(work.unplaced)
        text = _changed(text, made.changes)
        places |= {key: (index,) for key, index in made.places.items()}
        before, again = again, blocks(text, chapter.paths.target)
        # A quotation mark or a brace could end what is around an embedded text.
        if [block.kind for block in before] != [block.kind for block in again]:
            return (UnplacedUnit(inner[0], UNWRITABLE, sure=False),)
    result = [
        (one, tuple(again[index] for index in places[id(one)]))
        for one in (*taken, *inner)
        if id(one) in places
    ]
    if inner:
        # Blocks that contain a changed embedded text stay done.
        changed = {containing_blocks(again)[index] for one in inner for index in places[id(one)]}
        known = {id(accepted.exchanged) for accepted in taken}
        for unit in chapter.units:
            there = [own[id(homes[id(block)])] for block in unit.unit.targets if id(block) in homes]
            if unit.unit.status is BlockStatus.DONE and id(unit) not in known and changed.intersection(there):
                result.append(
                    (AcceptedUnit(unit, None, inner[0].span), tuple(again[index] for index in there))
                )
    return WrittenChapter(text, again, tuple(result))


class _WriteBack:
    """Collects changes of a chapter, and the blocks expected afterwards."""

    def __init__(self, chapter: ExchangeChapter) -> None:
        self.chapter = chapter
        self.sources, self.targets = (
            tuple(block for block in side if not block.embedded)
            for side in (chapter.loaded.sources, chapter.loaded.targets)
        )
        self.unplaced: list[UnplacedUnit] = []
        self.changes: list[AttributeTextChange] = []
        self.fields = value_ranges(chapter.base)
        self.serial = 0
        self.pieces: tuple[list[ListItem], list[ListItem]] | None = None
        self.owners: dict[int, AcceptedUnit] = {}
        self.places: dict[tuple[int, int, int], tuple[Block, Segment | None, Env]] = {
            (index, 0, 0): (block, None, chapter.base_env) for index, block in enumerate(self.targets)
        }
        self.at = {id(block): index for index, block in enumerate(self.targets)}
        count: Counter[str] = Counter()
        self.field: dict[int, tuple[str, int]] = {}
        for block in self.targets:
            if block.kind in FIELDS:
                self.field[id(block)] = block.kind, count[block.kind]
                count[block.kind] += 1

    def take(self, taken: AcceptedUnit) -> None:
        """Record the changes to a unit's existing target blocks."""
        if taken.new is None:
            return
        for block, part in zip(taken.exchanged.unit.targets, split_segment(taken.new), strict=False):
            self.owners[id(block)] = taken
            self.places[self.at[id(block)], 0, 0] = block, part, self.chapter.base_env
            self.changes += self._change(block, part, taken, self.chapter.base, self.chapter.base_env)

    def _change(
        self, block: Block, part: Segment, taken: AcceptedUnit, base: str, env: Env
    ) -> Iterator[AttributeTextChange]:
        if _kept(block, part, env):
            return
        text = write_segment(part, env, block.kind, like=block.text, line=_begins(block))
        field = self.field.get(id(block))
        if text is None or (not block.pieces and field not in self.fields):
            self.fail(UNWRITABLE, taken)
        elif field is not None:
            start, end = self.fields[field]
            yield AttributeTextChange(
                start, end, yaml_string(text, base[start:end], listed=block.kind == "events")
            )
        else:
            yield AttributeTextChange(*self._lines(block, text, base))

    def _lines(self, block: Block, text: str, base: str) -> tuple[int, int, str]:
        """Return the change of a block's lines, with the prefix of each line in the file."""
        (start, first), last = block.pieces[0], block.pieces[-1][1]
        if is_option(block.kind) and base[start - 1 : start] == "=":  # single words may be unquoted
            text = f'"{text}"'
        second = base[first : block.pieces[1][0]] if len(block.pieces) > 1 else "\n" + _margin(base, start)
        return start, last, text.replace("\n", second) if "\n" in text else text

    def fail(self, rule: Rule, taken: AcceptedUnit, hint: str = "") -> None:
        self.unplaced.append(UnplacedUnit(taken, rule, hint))

    def insert(self, taken: Sequence[AcceptedUnit]) -> None:
        """Insert blocks that the translation lacks, together with the element of the source that contains them."""
        if not taken:
            return  # comparing the blocks takes longest
        ours = {id(block): accepted for accepted in taken for block in accepted.exchanged.unit.sources}
        sources = self.sources
        units = {id(block): unit for unit in self.chapter.loaded.units() for block in unit.sources}
        last = -1
        """The last target block above."""
        skipped = 0
        """Elements without text since then: a page break, an index."""
        parts = list(elements(self.chapter.base, self.targets))
        for start, end, inner in elements(self.chapter.source, sources):
            if not inner:
                skipped += 1
                continue
            result = [index for block in inner for index in self._homes(units[id(block)].targets)]
            wanted = [ours[id(block)] for block in inner if id(block) in ours]
            if not wanted:
                last, skipped = max([last, *result]), 0 if result else skipped
                continue
            # The front matter begins at -1, and has no items.
            if result and start >= 0 and self._between(inner, ours, units):
                last = max([last, *result])
                continue
            # The translation has this element in part, and only items and rows can be put into one.
            if result or start < 0:
                for one in {accepted.exchanged.id: accepted for accepted in wanted}.values():
                    hint = "write it there in the words of the source first, and import again"
                    self.fail(NO_PLACE, one, hint)
                last = max([last, *result])
                continue
            new = self._written(start, end, inner, ours, last).strip("\n")
            position = self._behind(last, skipped, parts)
            self.changes.append(AttributeTextChange(position, position, self._apart(position, new)))

    def _written(
        self, start: int, end: int, inner: Sequence[Block], ours: Mapping[int, AcceptedUnit], last: int
    ) -> str:
        """Return an element of the source with its translations; its blocks are expected after the target block `last`."""
        self.serial += 1
        changes = list[AttributeTextChange]()
        for number, block in enumerate(inner):
            part = None
            if id(block) in ours:
                accepted = ours[id(block)]
                part = split_segment(accepted.new or ())[accepted.exchanged.unit.sources.index(block)]
                self.owners[id(block)] = accepted
                changes += [
                    replace(change, start=change.start - start, end=change.end - start)
                    for change in self._change(
                        block, part, accepted, self.chapter.source, self.chapter.base_env
                    )
                ]
            self.places[last, self.serial, number] = block, part, self.chapter.base_env
        return _changed(self.chapter.source[start:end], changes)

    def _between(
        self, inner: Sequence[Block], ours: Mapping[int, AcceptedUnit], units: Mapping[int, Unit]
    ) -> bool:
        """Insert new items and rows into existing lists and tables; return whether nothing else is new."""
        if self.pieces is None:
            # Both chapters are parsed anew for this, so only if an element needs it.
            self.pieces = list_items(self.chapter.source), list_items(self.chapter.base)
        places = insertions(
            inner,
            self.pieces,
            ours,
            self.targets,
            lambda block: self._homes(units[id(block)].targets),
        )
        if places is None or not all(fits(place.piece, place.near, self.pieces) for place in places):
            return False
        base = self.chapter.base
        for place in places:
            text = self._written(place.piece.start, place.piece.end, place.blocks, ours, place.last)
            new = with_marker(text.strip("\n"), place.piece, place.near)
            position = place.near.end if place.behind else place.near.start
            # The last line of a file may have no line end.
            ended = not position or base[position - 1] == "\n"
            blank = place.near.margin.rstrip(" \t")  # blank lines in a quotation keep its marker
            # A single item does not show whether its list is loose.
            lonely = sum(other.inside == place.near.inside for other in self.pieces[1]) == 1
            like = place.piece if lonely else place.near
            gap = "" if like.tight or not like.mark else f"{blank}\n"
            text = f"{gap}{new}\n" if place.behind else f"{new}\n{gap}"
            self.changes.append(AttributeTextChange(position, position, text if ended else f"\n{text[:-1]}"))
        return True

    def _homes(self, targets: Sequence[Block]) -> list[int]:
        return [self.at[id(block)] for block in targets if id(block) in self.at]

    def _behind(self, last: int, skipped: int, parts: Sequence[tuple[int, int, list[Block]]]) -> int:
        """Return the end of the element with the target block `last` (the top of the body for -1), after as many elements
        without text as were `skipped` in the source."""
        base = self.chapter.base
        position = len(base) - len(front_matter.split(base)[1])
        block = self.targets[last] if last >= 0 else None
        above = True
        for start, end, inner in parts:
            if start < 0:
                above = block is not None and all(block is not one for one in inner)
            elif above and block is not None:
                position, above = end, all(block is not one for one in inner)
            elif skipped and not inner:
                position, skipped = end, skipped - 1
            else:
                break
        return position

    def _apart(self, offset: int, new: str) -> str:
        base = self.chapter.base
        above = base[:offset]
        before = "" if not above or above.endswith("\n\n") else "\n" if above.endswith("\n") else "\n\n"
        rest = base[offset:]
        return f"{before}{new}\n" + ("\n" if rest and not rest.startswith("\n") else "")

    def refused(
        self, again: Sequence[Block], expected: Sequence[tuple[Block, Segment | None, Env]]
    ) -> tuple[UnplacedUnit, ...]:
        """Return the unit that most likely does not read as wanted."""
        seen: AcceptedUnit | None = None
        for index, (was, wanted, env) in enumerate(expected):
            seen = self.owners.get(id(was), seen)
            block = again[index] if index < len(again) else None
            same = block is not None and (
                was.digest == block.digest if wanted is None else _same(block, wanted, env)
            )
            if not same or (block is not None and was.kind != block.kind):
                break
        seen = seen or next(iter(self.owners.values()))
        return (UnplacedUnit(seen, UNWRITABLE, sure=False),)


def _kept(block: Block, wanted: Segment, env: Env) -> bool:
    """Whether a block already reads as wanted, with the same codes, so that its spelling is kept."""
    data = [
        [piece.data for piece in side if isinstance(piece, InlineCode)]
        for side in (parse_segment(block.text, env, kind=block.kind), wanted)
    ]
    return data[0] == data[1] and _same(block, wanted, env)


def _same(block: Block, wanted: Segment, env: Env) -> bool:
    """Whether a block reads as wanted; codes may have been localized."""
    segment = parse_segment(block.text, env, kind=block.kind)
    return coded_text(number_codes(segment)) == coded_text(number_codes(trim_emphasis(wanted)))


def _begins(block: Block) -> bool:
    """Whether a block's text begins a line, where some characters would start other Markdown."""
    last = block.kind.split(" ")[-1]
    return last in ("paragraph", "term") and not is_option(block.kind)


def _margin(base: str, start: int) -> str:
    """Return the prefix for continuation lines of a block with one line: quotation markers and spaces."""
    line = base[base.rfind("\n", 0, start) + 1 : start]
    return "".join(sign if sign in ">\t" else " " for sign in line)


def _changed(base: str, changes: Sequence[AttributeTextChange]) -> str:
    """Return a text with all changes; those at the same offset keep their order."""
    parts, position = [], 0
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        parts += [base[position : change.start], change.text]
        position = max(position, change.end)
    return "".join([*parts, base[position:]])
