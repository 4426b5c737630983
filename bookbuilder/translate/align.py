"""Pairs the blocks of a chapter with those of its translation, by all that a translation keeps.

The length of a translation grows with that of its source (Gale and Church, "A Program for Aligning Sentences in Bilingual
Corpora", 1993); kinds and anchors stay; so do figures, names, facts, notes and addresses; and words that a book uses again
are translated alike. All of it goes into one score. Blocks in the same order are found by dynamic programming in a band;
what is left is looked for anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from bookbuilder.translate.blocks import Block
from bookbuilder.translate.lexicon import Lexicon
from bookbuilder.translate.traits import Traits, joined, traits

BAND = 60
"""Blocks by which a translation may be ahead of its source or behind it, besides what it is longer or shorter."""
SKIP = -2.5
"""The score of a block that has no counterpart."""
JOINS = {(1, 1): 0.0, (1, 2): -4.0, (2, 1): -4.0, (1, 3): -7.0, (3, 1): -7.0, (2, 2): -9.0}
"""How many blocks of each side may belong together, and what that costs."""
MOVED = 6.0
"""The score from which on a pair counts that stands somewhere else."""
NEAR = 3
"""How far away the neighbours stand that could be meant instead."""
LOOKED_AT = 400
"""Blocks of each side that are compared with all others, when they are looked for anywhere."""


@dataclass(frozen=True, slots=True)
class Match:
    """Blocks of the source and blocks of the translation that say the same, by their positions; 0 < `confidence` ≤ 1."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    confidence: float


def align(source: Sequence[Block], target: Sequence[Block], lexicon: Lexicon | None = None) -> tuple[Match, ...]:
    """Return what belongs together, in the order of the source. Blocks that are in no match have no counterpart."""
    return _Aligner([traits(b) for b in source], [traits(b) for b in target], lexicon or Lexicon()).matches()


class _Aligner:
    """Scores and pairs two rows of traits."""

    def __init__(self, source: Sequence[Traits], target: Sequence[Traits], lexicon: Lexicon) -> None:
        self.source, self.target, self.lexicon = source, target, lexicon
        sizes = sum(t.size for t in source), sum(t.size for t in target)
        self.ratio = min(max((sizes[1] + 200) / (sizes[0] + 200), 0.4), 2.5)
        self.rare = self._rare()

    def _rare(self) -> Mapping[str, float]:
        """Return how much each mark says: the fewer blocks hold it, the more."""
        found: dict[str, int] = {}
        for one in (*self.source, *self.target):
            for mark in one.marks:
                found[mark] = found.get(mark, 0) + 1
        total = len(self.source) + len(self.target)
        return {mark: min(log(1 + 2 * total / times), 4.0) for mark, times in found.items()}

    def score(self, one: Traits, other: Traits) -> float:
        """Return how well two blocks fit: above 0 they rather do, below they rather do not."""
        found = 0.0
        if one.kind != other.kind:
            found -= 3.0 if {one.kind, other.kind} <= _TEXT else 9.0
        if one.path != other.path:
            found -= 1.5
        if one.anchor or other.anchor:
            found += 6.0 if one.anchor == other.anchor else -4.0
        mean = (one.size * self.ratio + other.size) / 2
        delta = (other.size - one.size * self.ratio) / (4 + (_VARIANCE * mean) ** 0.5)
        found += 1.2 - min(delta * delta, 12.0)
        shared = one.marks & other.marks
        for mark, times in shared.items():
            found += self.rare.get(mark, 1.0) * min(times, 2)
        for mark, times in (one.marks - shared).items() | (other.marks - shared).items():
            found -= 0.6 * self.rare.get(mark, 1.0) * min(times, 2)
        if one.stems and other.stems:
            found += _WORDS * (self.lexicon.fit(one, other) - 0.25)
        return found

    def matches(self) -> tuple[Match, ...]:
        """Return the matches in the order of the source."""
        found = self._in_order()
        taken = {s for m in found for s in m[0]}, {t for m in found for t in m[1]}
        found += self._anywhere(
            [at for at in range(len(self.source)) if at not in taken[0]],
            [at for at in range(len(self.target)) if at not in taken[1]],
        )
        own = {at: score for sources, _, score in found for at in sources}, {
            at: score for _, targets, score in found for at in targets
        }
        return tuple(Match(s, t, self._confidence(s, t, score, own)) for s, t, score in sorted(found))

    def _in_order(self) -> list[tuple[tuple[int, ...], tuple[int, ...], float]]:
        rows, columns = len(self.source), len(self.target)
        best: list[dict[int, tuple[float, int, int, float]]] = [{} for _ in range(rows + 1)]
        band = BAND + abs(rows - columns)
        best[0][0] = (0.0, 0, 0, 0.0)
        for row in range(rows + 1):
            middle = row * columns // max(rows, 1)
            for column in range(max(middle - band, 0), min(middle + band, columns) + 1):
                here = best[row].get(column)
                options = [] if here is None else [here]
                if row and (before := best[row - 1].get(column)):
                    options.append((before[0] + SKIP, 1, 0, 0.0))
                if column and (before := best[row].get(column - 1)):
                    options.append((before[0] + SKIP, 0, 1, 0.0))
                for (up, left), price in JOINS.items():
                    before = best[row - up].get(column - left) if up <= row and left <= column else None
                    if before is None or not self._joins(row, column, up, left):
                        continue
                    score = price + self.score(
                        joined(self.source[row - up : row]), joined(self.target[column - left : column])
                    )
                    options.append((before[0] + score, up, left, score))
                if options:
                    best[row][column] = max(options, key=lambda option: option[0])
        found, row, column = [], rows, columns
        while row or column:
            _, up, left, score = best[row][column]
            if up and left:
                found.append((tuple(range(row - up, row)), tuple(range(column - left, column)), score))
            row, column = row - up, column - left
        return found

    def _joins(self, row: int, column: int, up: int, left: int) -> bool:
        """Whether blocks can be one: paragraphs of the same place."""
        if up == left == 1:
            return True
        for side, end, count in ((self.source, row, up), (self.target, column, left)):
            first = side[end - count]
            if count > 1 and any(
                part.kind != "paragraph" or part.path != first.path or part.anchor != first.anchor
                for part in side[end - count : end]
            ):
                return False
        return self.source[row - up].kind == self.target[column - left].kind

    def _anywhere(
        self, rows: Sequence[int], columns: Sequence[int]
    ) -> list[tuple[tuple[int, ...], tuple[int, ...], float]]:
        """Return pairs of blocks that stand in another order, the best first, each block once."""
        scores = sorted(
            (
                (score, -row, -column)
                for row in rows[:LOOKED_AT]
                for column in columns[:LOOKED_AT]
                if (score := self.score(self.source[row], self.target[column])) >= MOVED
            ),
            reverse=True,
        )
        found, taken = [], (set[int](), set[int]())
        for score, row, column in scores:
            if -row not in taken[0] and -column not in taken[1]:
                found.append(((-row,), (-column,), score))
                taken[0].add(-row)
                taken[1].add(-column)
        return found

    def _confidence(
        self,
        sources: tuple[int, ...],
        targets: tuple[int, ...],
        score: float,
        own: tuple[Mapping[int, float], Mapping[int, float]],
    ) -> float:
        """Return how sure a match is: by its score, and by how much better it is than its neighbours would be.

        A neighbour that fits its own counterpart better (`own`: the scores of matches by position) is no rival.
        """
        one, other = joined([self.source[at] for at in sources]), joined([self.target[at] for at in targets])
        rivals = [
            (self.score(one, self.target[at]), own[1].get(at))
            for at in range(max(targets[0] - NEAR, 0), min(targets[-1] + NEAR + 1, len(self.target)))
            if at not in targets
        ] + [
            (self.score(self.source[at], other), own[0].get(at))
            for at in range(max(sources[0] - NEAR, 0), min(sources[-1] + NEAR + 1, len(self.source)))
            if at not in sources
        ]
        best = max((found for found, has in rivals if has is None or found > has), default=score - _CLEAR)
        margin = min(score - best, _CLEAR)
        return round(min(max(1 / (1 + exp(-(0.45 * score + 0.3 * margin - 0.3))), 0.01), 0.99), 2)


_TEXT = frozenset({"paragraph"})
_VARIANCE = 4.0
"""Of the length of a translation, in characters for each of its source; measured on Debian's handbook."""
_CLEAR = 8.0
"""A difference of scores beyond which nothing gets clearer."""
_WORDS = 10.0
