"""Compares the blocks of a chapter with its translation and recorded state: gives each pair a status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.document.longest_increasing_subsequence import longest_increasing_subsequence
from bookbuilder.translate.align import align
from bookbuilder.translate.attribute_texts import KINDS, containing_blocks, pair_embedded
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.locked_passages import without_locked
from bookbuilder.translate.match_versions import VersionMatch, match_equal, match_versions
from bookbuilder.translate.plain_text import plain_text, words
from bookbuilder.translate.state import StateEntry


@dataclass(frozen=True, slots=True)
class Unit:
    """Source blocks and the blocks that translate them, or probably do.

    Usually one of each. Several sources were merged by the translator; several targets were split. Without sources it is an
    orphan. `entries` are the recorded entries of these blocks. `confidence` is below 1 if the pair was found by alignment.
    """

    status: BlockStatus
    sources: tuple[Block, ...]
    targets: tuple[Block, ...]
    entries: tuple[StateEntry, ...] = ()
    confidence: float = 1.0

    @property
    def block(self) -> Block:
        """The block that identifies the unit: of the source, or of the translation for an orphan."""
        return (self.sources or self.targets)[0]

    @property
    def locked(self) -> bool:
        """Whether it is not to be translated."""
        return bool(self.sources) and all(block.locked for block in self.sources)

    @property
    def copied_words(self) -> int:
        """The words of a translation that still equals its source, else 0: without numbers, code and locked text."""
        first, second = (
            " ".join(plain_text(without_locked(b.text)) for b in side)
            for side in (self.sources, self.targets)
        )
        if first != second or not self.block.prose or self.locked:
            return 0
        return sum(any(letter.isalpha() for letter in word) for word in words(first))

    @property
    def copied(self) -> bool:
        """Whether the translation is most likely an untouched copy of the source; single names may well be equal."""
        return self.copied_words >= MIN_SENTENCE


MIN_SENTENCE = 5
"""Texts of at least this many words that equal their source are most likely untranslated."""


def _is_settled(block: Block, targets: Sequence[Block], entries: Sequence[StateEntry]) -> bool:
    """Whether a locked block needs no work: the translation has it, possibly with a text of its own. A copy of an older
    source does not count."""
    return (
        block.locked
        and bool(targets)
        and not (
            [entry.source for entry in entries] == [target.digest for target in targets]
            and block.digest != targets[0].digest
        )
    )


QUICK_LIMIT = 900
"""With `quick`, gaps with more pairs of blocks than this are not aligned."""


def compare_blocks(
    sources: Sequence[Block], targets: Sequence[Block], entries: Sequence[StateEntry], *, quick: bool = False
) -> tuple[Unit, ...]:
    """Return the units in source order; orphans come last, in translation order.

    Targets without an entry (the translation was edited, or is not tracked yet) are found by alignment. `quick` pairs the
    blocks of large gaps in order instead: good enough to show, not to record. Where the entries say what a free translation
    has added, that is paired with nothing, and only recorded sources are looked for.
    """
    return _Comparison(sources, targets, entries, quick).units()


class _Comparison:
    def __init__(
        self, sources: Sequence[Block], targets: Sequence[Block], entries: Sequence[StateEntry], quick: bool
    ) -> None:
        self.sources, self.targets, self.quick = sources, targets, quick
        self.entries = [entry for entry in entries if not entry.is_added]
        self.free = len(self.entries) < len(entries)
        self.added = {target for entry in entries if entry.is_added for target in entry.targets}
        self.owners = containing_blocks(sources)
        self.homes = self._homes()
        """The positions of each entry's targets, for entries whose targets all exist."""

    def _homes(self) -> dict[int, tuple[int, ...]]:
        wanted: list[str] = []
        owners: list[list[int]] = []
        slots: dict[tuple[str, ...], int] = {}
        for index, entry in enumerate(self.entries):
            if entry.merged and entry.targets in slots:
                first = slots[entry.targets]
                for owner in owners[first : first + len(entry.targets)]:
                    owner.append(index)
                continue
            slots[entry.targets] = len(owners)
            for target in entry.targets:
                wanted.append(target)
                owners.append([index])
        result: dict[int, list[int]] = {}
        for slot, place in match_equal(wanted, [block.digest for block in self.targets]):
            for index in owners[slot]:
                result.setdefault(index, []).append(place)
        return {
            index: tuple(places)
            for index, places in result.items()
            if len(places) == len(self.entries[index].targets)
        }

    def units(self) -> tuple[Unit, ...]:
        """Return the units, with their status."""
        old_digests = [entry.source for entry in self.entries]
        new_digests = [block.digest for block in self.sources]
        versions = [] if old_digests == new_digests else self._followed()
        entry_indices: dict[int, tuple[int, ...]] = {}
        changed: dict[int, bool] = {}
        if old_digests == new_digests:
            entry_indices = {index: (index,) for index in range(len(old_digests))}
        for match in versions:
            for source_index in match.new:
                entry_indices[source_index] = match.old
                changed[source_index] = not match.same
        places, sure, away = self._placed(entry_indices)
        units: list[Unit] = []
        for source_index, block in enumerate(self.sources):
            entries = tuple(self.entries[index] for index in entry_indices.get(source_index, ()))
            target_indices = places.get(source_index, ())
            targets = tuple(self.targets[index] for index in target_indices)
            targets_kept = source_index in entry_indices and all(
                index in self.homes for index in entry_indices[source_index]
            )
            if not entries or not targets:
                status = BlockStatus.MISSING
            elif changed.get(source_index):
                status = BlockStatus.OUTDATED
            elif not targets_kept:
                status = BlockStatus.EDITED
            else:
                status = BlockStatus.MOVED if source_index in away else BlockStatus.DONE
            if status in (BlockStatus.MISSING, BlockStatus.OUTDATED, BlockStatus.EDITED) and _is_settled(
                block, targets, entries
            ):
                status = BlockStatus.DONE
            units.append(Unit(status, (block,), targets, entries, sure.get(source_index, 1.0)))
        taken = {index for indices in places.values() for index in indices}
        gone = {index: entry for entry, homes in self.homes.items() for index in homes if index not in taken}
        for index, block in enumerate(self.targets):
            if index not in taken:
                entries = (self.entries[gone[index]],) if index in gone else ()
                units.append(Unit(BlockStatus.ORPHAN, (), (block,), entries))
        return tuple(units)

    def _followed(self) -> Iterator[VersionMatch]:
        """Yield the current positions of the recorded blocks; embedded texts only match embedded texts."""
        for inside in (False, True):
            rows = [index for index, entry in enumerate(self.entries) if (entry.key in KINDS) == inside]
            columns = [index for index, block in enumerate(self.sources) if block.embedded == inside]
            for version in match_versions(
                [self.entries[index].source for index in rows],
                [self.sources[index].digest for index in columns],
                [plain_text(self.entries[index].text) for index in rows],
                [plain_text(self.sources[index].text) for index in columns],
            ):
                if inside and len(version.old) + len(version.new) > 2:
                    continue
                old, new = (
                    tuple(row[index] for index in side)
                    for row, side in ((rows, version.old), (columns, version.new))
                )
                yield replace(version, old=old, new=new)

    def _placed(
        self, entry_indices: Mapping[int, tuple[int, ...]]
    ) -> tuple[dict[int, tuple[int, ...]], dict[int, float], set[int]]:
        """Return the target positions of each source block, the confidence of those found by alignment, and source blocks
        that moved while their targets did not."""
        places: dict[int, tuple[int, ...]] = {}
        for source_index, olds in entry_indices.items():
            if all(index in self.homes for index in olds):
                places[source_index] = tuple(dict.fromkeys(t for index in olds for t in self.homes[index]))
        away = self._away(places, entry_indices)
        sure: dict[int, float] = {}
        taken = {index for indices in places.values() for index in indices}
        gone = {index for homes in self.homes.values() for index in homes}
        free = [
            index
            for index, block in enumerate(self.targets)
            if index not in taken
            and index not in gone
            and not block.embedded
            and block.digest not in self.added
        ]
        lost = [
            source_index
            for source_index, block in enumerate(self.sources)
            if source_index not in places
            and not block.embedded
            and (not self.free or source_index in entry_indices)
        ]
        if any(self.sources[source_index].locked for source_index in lost):
            locked = self._fixed(lost, free)
            places |= {source_index: (index,) for source_index, index in locked.items()}
            free = [index for index in free if index not in set(locked.values())]
            lost = [source_index for source_index in lost if source_index not in locked]
        for rows, columns in self._gaps(places, away, lost, free):
            if len(rows) == len(columns) == 1 and self._same_kind(rows[0], columns[0]):
                places[rows[0]], sure[rows[0]] = (columns[0],), 0.9
                continue
            if self.quick and len(rows) * len(columns) > QUICK_LIMIT:
                kinds = (
                    [self.sources[index].kind for index in rows],
                    [self.targets[index].kind for index in columns],
                )
                for row, column in match_equal(*kinds):
                    places[rows[row]], sure[rows[row]] = (columns[column],), 0.0
                continue
            for match in align(
                [self.sources[index] for index in rows], [self.targets[index] for index in columns]
            ):
                for index in match.sources:
                    places[rows[index]] = tuple(columns[to] for to in match.targets)
                    sure[rows[index]] = match.confidence
        for source_index, index in pair_embedded(self.sources, self.targets, places):
            places[source_index] = (index,)
            sure[source_index] = sure.get(self.owners[source_index], 1.0)
        return places, sure, away

    def _fixed(self, lost: Sequence[int], free: Sequence[int]) -> dict[int, int]:
        """Return the targets of locked blocks: copies anywhere, or the translation's own locked blocks if kinds and number
        agree."""
        rows = [place for place in lost if self.sources[place].locked]
        olds, news = (
            [side[index].digest for index in some]
            for side, some in ((self.sources, rows), (self.targets, free))
        )
        result = {rows[row]: free[column] for row, column in match_equal(olds, news)}
        rows = [place for place in rows if place not in result]
        columns = [
            index for index in free if self.targets[index].locked and index not in set(result.values())
        ]
        if [self.sources[index].kind for index in rows] == [self.targets[index].kind for index in columns]:
            result |= dict(zip(rows, columns, strict=True))
        return result

    def _same_kind(self, source: int, target: int) -> bool:
        return self.sources[source].kind == self.targets[target].kind

    def _away(
        self, places: Mapping[int, tuple[int, ...]], entry_indices: Mapping[int, tuple[int, ...]]
    ) -> set[int]:
        """Return the source blocks that have moved while their targets stayed."""
        order = sorted(places)
        before = [entry_indices[place][0] for place in order]
        if before == sorted(before):
            return set()
        steadfast = set(longest_increasing_subsequence([places[place][0] for place in order]))
        return {place for index, place in enumerate(order) if index not in steadfast}

    def _gaps(
        self, places: Mapping[int, tuple[int, ...]], away: set[int], lost: Sequence[int], free: Sequence[int]
    ) -> list[tuple[list[int], list[int]]]:
        """Return source blocks without targets and targets without sources that lie between the same known pairs."""
        order = sorted(place for place in places if place not in away)
        keep = longest_increasing_subsequence([places[place][0] for place in order])
        anchors = [(order[index], places[order[index]][-1]) for index in keep]
        result: list[tuple[list[int], list[int]]] = []
        row = column = 0
        for source, target in [*anchors, (len(self.sources), len(self.targets))]:
            rows: list[int] = []
            columns: list[int] = []
            while row < len(lost) and lost[row] < source:
                rows.append(lost[row])
                row += 1
            while column < len(free) and free[column] < target:
                columns.append(free[column])
                column += 1
            if rows and columns:
                result.append((rows, columns))
        return result
