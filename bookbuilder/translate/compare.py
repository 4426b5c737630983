"""Compares a chapter, its translation and the state of it: which blocks are done, and what is to be done with the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.document.longest_increasing_subsequence import longest_increasing_subsequence
from bookbuilder.translate.align import align
from bookbuilder.translate.blocks import Block
from bookbuilder.translate.embedded import KINDS, owners, paired
from bookbuilder.translate.fixed import without
from bookbuilder.translate.follow import Followed, equal, follow
from bookbuilder.translate.standing import Standing
from bookbuilder.translate.state import Entry
from bookbuilder.translate.words import plain, words


@dataclass(frozen=True, slots=True)
class Unit:
    """Blocks of the source with the blocks that translate them, or seem to.

    Mostly one of each; several of a source were merged, several targets are one block that was split. Without sources it is
    an orphan. `entries` are what is known of them. `confidence` is that of the pair, where it was found by an alignment.
    """

    standing: Standing
    sources: tuple[Block, ...]
    targets: tuple[Block, ...]
    entries: tuple[Entry, ...] = ()
    confidence: float = 1.0

    @property
    def block(self) -> Block:
        """The block by whose place the unit is named: of the source, or of the translation for an orphan."""
        return (self.sources or self.targets)[0]

    @property
    def fixed(self) -> bool:
        """Whether it is not to be translated."""
        return bool(self.sources) and all(block.fixed for block in self.sources)

    @property
    def same(self) -> int:
        """How many words the translation has if it is the source letter by letter, as before anybody has touched it; else 0.
        Figures do not count, nor does code, nor what is not to be translated."""
        first, second = (
            " ".join(plain(without(b.text)) for b in side) for side in (self.sources, self.targets)
        )
        if first != second or not self.block.prose or self.fixed:
            return 0
        return sum(any(letter.isalpha() for letter in word) for word in words(first))

    @property
    def copied(self) -> bool:
        """Whether the translation is a sentence of the source that nobody has translated; a name may well be the same."""
        return self.same >= SENTENCE


SENTENCE = 5
"""Words from which on a text that is the same in two languages was most likely not translated."""


def _settled(block: Block, targets: Sequence[Block], entries: Sequence[Entry]) -> bool:
    """Whether there is nothing to do with a block since it is not to be translated: it has its place in the translation,
    where a locale may have its own text. A copy of the source as it was before is none."""
    return (
        block.fixed
        and bool(targets)
        and not (
            [entry.source for entry in entries] == [target.digest for target in targets]
            and block.digest != targets[0].digest
        )
    )


QUICK = 900
"""Pairs of blocks in a gap up to which `compare` aligns them also where it is to be quick."""


def compare(
    sources: Sequence[Block], targets: Sequence[Block], entries: Sequence[Entry], *, quick: bool = False
) -> tuple[Unit, ...]:
    """Return how each block stands, in the order of the source; orphans come last, in that of the translation.

    Targets that no entry leads to (the translation was edited, or is not tracked yet) are found by an alignment. `quick`
    takes them by their turn where many stand in a row: fine to be shown, not to be written down.
    """
    return _Comparison(sources, targets, entries, quick).units()


class _Comparison:
    def __init__(
        self, sources: Sequence[Block], targets: Sequence[Block], entries: Sequence[Entry], quick: bool
    ) -> None:
        self.sources, self.targets, self.entries, self.quick = sources, targets, entries, quick
        self.owners = owners(sources)
        self.homes = self._homes()
        """For each entry the positions of its targets; a split one is there if all of them are."""

    def _homes(self) -> dict[int, tuple[int, ...]]:
        wanted: list[str] = []
        owners: list[list[int]] = []
        for at, entry in enumerate(self.entries):
            if entry.merged and at and entry.targets == self.entries[at - 1].targets:
                for owner in owners[len(owners) - len(entry.targets) :]:
                    owner.append(at)
                continue
            for target in entry.targets:
                wanted.append(target)
                owners.append([at])
        found: dict[int, list[int]] = {}
        for slot, place in equal(wanted, [block.digest for block in self.targets]):
            for at in owners[slot]:
                found.setdefault(at, []).append(place)
        return {
            at: tuple(places) for at, places in found.items() if len(places) == len(self.entries[at].targets)
        }

    def units(self) -> tuple[Unit, ...]:
        """Return how each block stands."""
        olds = [entry.source for entry in self.entries]
        news = [block.digest for block in self.sources]
        followed = [] if olds == news else self._followed()
        known: dict[int, tuple[int, ...]] = {}
        changed: dict[int, bool] = {}
        if olds == news:
            known = {at: (at,) for at in range(len(olds))}
        for one in followed:
            for place in one.new:
                known[place] = one.old
                changed[place] = not one.same
        places, sure, away = self._placed(known)
        units: list[Unit] = []
        for place, block in enumerate(self.sources):
            entries = tuple(self.entries[at] for at in known.get(place, ()))
            found = places.get(place, ())
            targets = tuple(self.targets[at] for at in found)
            kept = place in known and all(at in self.homes for at in known[place])
            if not entries or not targets:
                standing = Standing.MISSING
            elif changed.get(place):
                standing = Standing.OUTDATED
            elif not kept:
                standing = Standing.EDITED
            else:
                standing = Standing.MOVED if place in away else Standing.DONE
            if standing in (Standing.MISSING, Standing.OUTDATED, Standing.EDITED) and _settled(
                block, targets, entries
            ):
                standing = Standing.DONE
            units.append(Unit(standing, (block,), targets, entries, sure.get(place, 1.0)))
        taken = {at for found in places.values() for at in found}
        gone = {at: entry for entry, homes in self.homes.items() for at in homes if at not in taken}
        for at, block in enumerate(self.targets):
            if at not in taken:
                entries = (self.entries[gone[at]],) if at in gone else ()
                units.append(Unit(Standing.ORPHAN, (), (block,), entries))
        return tuple(units)

    def _followed(self) -> Iterator[Followed]:
        """Yield what became of the blocks that the state knows; embedded ones have become embedded ones."""
        for inside in (False, True):
            rows = [at for at, entry in enumerate(self.entries) if (entry.key in KINDS) == inside]
            columns = [at for at, block in enumerate(self.sources) if block.embedded == inside]
            for one in follow(
                [self.entries[at].source for at in rows],
                [self.sources[at].digest for at in columns],
                [plain(self.entries[at].text) for at in rows],
                [plain(self.sources[at].text) for at in columns],
            ):
                if inside and len(one.old) + len(one.new) > 2:
                    continue
                old, new = (
                    tuple(row[at] for at in side) for row, side in ((rows, one.old), (columns, one.new))
                )
                yield replace(one, old=old, new=new)

    def _placed(
        self, known: Mapping[int, tuple[int, ...]]
    ) -> tuple[dict[int, tuple[int, ...]], dict[int, float], set[int]]:
        """Return the positions of the targets of each block of the source, how sure they are where an alignment found them,
        and which blocks stand at another place than their targets."""
        places: dict[int, tuple[int, ...]] = {}
        for place, olds in known.items():
            if all(at in self.homes for at in olds):
                places[place] = tuple(dict.fromkeys(t for at in olds for t in self.homes[at]))
        away = self._away(places, known)
        sure: dict[int, float] = {}
        taken = {at for found in places.values() for at in found}
        gone = {at for homes in self.homes.values() for at in homes}
        free = [
            at
            for at, block in enumerate(self.targets)
            if at not in taken and at not in gone and not block.embedded
        ]
        lost = [
            place for place, block in enumerate(self.sources) if place not in places and not block.embedded
        ]
        if any(self.sources[place].fixed for place in lost):
            found = self._fixed(lost, free)
            places |= {place: (at,) for place, at in found.items()}
            free = [at for at in free if at not in set(found.values())]
            lost = [place for place in lost if place not in found]
        for rows, columns in self._gaps(places, away, lost, free):
            if len(rows) == len(columns) == 1 and self._same_kind(rows[0], columns[0]):
                places[rows[0]], sure[rows[0]] = (columns[0],), 0.9
                continue
            if self.quick and len(rows) * len(columns) > QUICK:
                kinds = [self.sources[at].kind for at in rows], [self.targets[at].kind for at in columns]
                for row, column in equal(*kinds):
                    places[rows[row]], sure[rows[row]] = (columns[column],), 0.0
                continue
            for match in align([self.sources[at] for at in rows], [self.targets[at] for at in columns]):
                for at in match.sources:
                    places[rows[at]] = tuple(columns[to] for to in match.targets)
                    sure[rows[at]] = match.confidence
        for place, at in paired(self.sources, self.targets, places):
            places[place] = (at,)
            sure[place] = sure.get(self.owners[place], 1.0)
        return places, sure, away

    def _fixed(self, lost: Sequence[int], free: Sequence[int]) -> dict[int, int]:
        """Return the targets of blocks that are not to be translated: copies, wherever they stand, and what the translation
        has in their place and marks in the same way, if there is just as much of it."""
        rows = [place for place in lost if self.sources[place].fixed]
        olds, news = (
            [side[at].digest for at in some] for side, some in ((self.sources, rows), (self.targets, free))
        )
        found = {rows[row]: free[column] for row, column in equal(olds, news)}
        rows = [place for place in rows if place not in found]
        columns = [at for at in free if self.targets[at].fixed and at not in set(found.values())]
        if [self.sources[at].kind for at in rows] == [self.targets[at].kind for at in columns]:
            found |= dict(zip(rows, columns, strict=True))
        return found

    def _same_kind(self, source: int, target: int) -> bool:
        return self.sources[source].kind == self.targets[target].kind

    def _away(self, places: Mapping[int, tuple[int, ...]], known: Mapping[int, tuple[int, ...]]) -> set[int]:
        """Return the blocks whose source has moved since, and whose targets have not come along."""
        order = sorted(places)
        before = [known[place][0] for place in order]
        if before == sorted(before):
            return set()
        steadfast = set(longest_increasing_subsequence([places[place][0] for place in order]))
        return {place for at, place in enumerate(order) if at not in steadfast}

    def _gaps(
        self, places: Mapping[int, tuple[int, ...]], away: set[int], lost: Sequence[int], free: Sequence[int]
    ) -> list[tuple[list[int], list[int]]]:
        """Return blocks without targets, and targets without blocks, that stand between the same known pairs."""
        order = sorted(place for place in places if place not in away)
        keep = longest_increasing_subsequence([places[place][0] for place in order])
        anchors = [(order[at], places[order[at]][-1]) for at in keep]
        found: list[tuple[list[int], list[int]]] = []
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
                found.append((rows, columns))
        return found
