"""Aligns the blocks of a chapter with those of its translation.

The length of a translation is proportional to that of its source (Gale and Church, "A Program for Aligning Sentences in
Bilingual Corpora", 1993). Kinds, anchors, figures, names, facts, notes and addresses are the same in both, and recurring
words are translated alike. All of this is one score. Blocks in the same order are paired by dynamic programming in a
band; the rest is compared pair by pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from bookbuilder.translate.attribute_texts import containing_blocks, pair_embedded
from bookbuilder.translate.bilingual_lexicon import BilingualLexicon, ExpandedWords
from bookbuilder.translate.block_features import BlockFeatures, block_features, merge_features
from bookbuilder.translate.chapter_blocks import FIELDS, Block

BAND = 40
"""How many blocks a translation may run ahead of its source or behind it, besides the difference in length."""
BEAM = 40.0
"""Beam search: partial alignments that score this much less than the best one are dropped."""
SKIP = -2.5
"""The score of a block without a counterpart."""
JOINS = {(1, 1): 0.0, (1, 2): -4.0, (2, 1): -4.0, (1, 3): -7.0, (3, 1): -7.0, (2, 2): -9.0}
"""Numbers of source and target blocks that may form one match, and the penalty for it."""
MIN_MOVED_SCORE = 0.5
"""The lowest score of a pair whose blocks stand in different places."""
NEAR = 3
"""How many neighbours on either side are compared as rivals of a match."""
MAX_UNORDERED = 400
"""The most blocks of each side that are compared with all others, when order does not help."""


Places = tuple[tuple[int, ...], tuple[int, ...], float]
"""Positions of source blocks, positions of target blocks, score."""


@dataclass(frozen=True, slots=True)
class Match:
    """Source and target blocks with the same meaning, by position; 0 < `confidence` ≤ 1."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    confidence: float


def align(
    source: Sequence[Block], target: Sequence[Block], lexicon: BilingualLexicon | None = None
) -> tuple[Match, ...]:
    """Return the matches in source order. Blocks in no match have no counterpart. Texts embedded in a block are matched
    with texts embedded in its counterpart."""
    rows, columns = (
        [index for index, block in enumerate(side) if not block.embedded] for side in (source, target)
    )
    aligner = _Aligner(
        [block_features(source[index]) for index in rows],
        [block_features(target[index]) for index in columns],
        lexicon or BilingualLexicon(),
    )
    matches = aligner.matches()
    if len(rows) == len(source) or len(columns) == len(target):
        return matches
    result = [
        Match(
            tuple(rows[index] for index in match.sources),
            tuple(columns[index] for index in match.targets),
            match.confidence,
        )
        for match in matches
    ]
    sure = {index: match.confidence for match in result for index in match.sources}
    places = {index: match.targets for match in result for index in match.sources}
    homes = containing_blocks(source)
    result += [Match((a,), (b,), sure[homes[a]]) for a, b in pair_embedded(source, target, places)]
    return tuple(sorted(result, key=lambda match: match.sources))


class _Scorer:
    """Scores how well blocks of two sequences match. `ratio` is how long the target is, compared with the source."""

    def __init__(
        self, source: Sequence[BlockFeatures], target: Sequence[BlockFeatures], lexicon: BilingualLexicon
    ) -> None:
        self.source, self.target, self.lexicon = source, target, lexicon
        sizes = sum(t.size for t in source), sum(t.size for t in target)
        self._joined: tuple[dict[tuple[int, int], BlockFeatures], dict[tuple[int, int], BlockFeatures]] = (
            {},
            {},
        )
        self._expanded: dict[tuple[int, int], ExpandedWords] = {}
        self._known: dict[tuple[int, int, int, int], float] = {}
        self.ratio = min(max((sizes[1] + 200) / (sizes[0] + 200), 0.4), 2.5)
        self.rare = self._rare()

    def _rare(self) -> Mapping[str, float]:
        """Return the weight of each mark: the fewer blocks have it, the higher."""
        result: dict[str, int] = {}
        for features in (*self.source, *self.target):
            for mark in features.marks:
                result[mark] = result.get(mark, 0) + 1
        total = len(self.source) + len(self.target)
        return {mark: min(log(1 + 2 * total / times), 4.0) for mark, times in result.items()}

    def score(self, row: int, column: int, up: int = 1, left: int = 1) -> float:
        """Return how well `up` source blocks from `row` on match `left` targets from `column` on; above 0 is likely."""
        key = row, column, up, left
        if key not in self._known:
            self._known[key] = self._score(key)
        return self._known[key]

    def _score(self, key: tuple[int, int, int, int]) -> float:
        row, column, up, left = key
        first, other = self._of(0, row, up), self._of(1, column, left)
        result = 0.0
        if first.kind != other.kind:
            result -= 3.0 if {first.kind, other.kind} <= _TEXT else 9.0
        elif first.kind in _ONCE and not first.path:
            result += 5.0
        if first.path != other.path:
            result -= 1.5
        if first.anchor or other.anchor:
            result += 6.0 if first.anchor == other.anchor else -4.0
        result += 1.2 - self._length(first, other)
        for mark, times in first.marks.items():
            theirs, weight = other.marks.get(mark, 0), self.rare[mark]
            result += weight * min(times, theirs, 2) - _LOST * weight * min(max(times - theirs, 0), 2)
        for mark, times in other.marks.items():
            result -= _LOST * self.rare[mark] * min(max(times - first.marks.get(mark, 0), 0), 2)
        if first.stems and other.stems:
            if (row, up) not in self._expanded:
                self._expanded[row, up] = self.lexicon.expand(first)
            result += _WORDS * (self._expanded[row, up].fit(other) - 0.25)
        return result

    def _of(self, side: int, start: int, count: int) -> BlockFeatures:
        """Return the merged features of `count` blocks."""
        row = (self.source, self.target)[side]
        if count == 1:
            return row[start]
        features = self._joined[side]
        if (start, count) not in features:
            features[start, count] = merge_features(row[start : start + count])
        return features[start, count]

    def _length(self, first: BlockFeatures, other: BlockFeatures) -> float:
        """Return the penalty for the difference in length, 0 to 12."""
        mean = (first.size * self.ratio + other.size) / 2
        delta = (other.size - first.size * self.ratio) / (4 + (_VARIANCE * mean) ** 0.5)
        return min(float(delta * delta), 12.0)


class _Aligner:
    """Pairs the blocks of two sequences by their scores."""

    def __init__(
        self, source: Sequence[BlockFeatures], target: Sequence[BlockFeatures], lexicon: BilingualLexicon
    ) -> None:
        scorer = _Scorer(source, target, lexicon)
        self.source, self.target, self.score, self.ratio = source, target, scorer.score, scorer.ratio

    def matches(self) -> tuple[Match, ...]:
        """Return the matches in source order."""
        triples = self._in_order()
        taken = {s for m in triples for s in m[0]}, {t for m in triples for t in m[1]}
        triples += self._anywhere(
            [index for index in range(len(self.source)) if index not in taken[0]],
            [index for index in range(len(self.target)) if index not in taken[1]],
        )
        triples = self._stretched(triples)
        scores = (
            {index: score for sources, _, score in triples for index in sources},
            {index: score for _, targets, score in triples for index in targets},
        )
        ends = {s[-1]: t[-1] for s, t, _ in triples}, {s[0]: t[0] for s, t, _ in triples}
        return tuple(
            Match(
                s,
                t,
                self._confidence(
                    s,
                    t,
                    score,
                    scores,
                    (ends[0].get(s[0] - 1) == t[0] - 1) + (ends[1].get(s[-1] + 1) == t[-1] + 1),
                ),
            )
            for s, t, score in sorted(triples)
        )

    def _in_order(self) -> list[Places]:
        rows, columns = len(self.source), len(self.target)
        best: list[dict[int, tuple[float, int, int, float]]] = [{} for _ in range(rows + 1)]
        band = BAND + abs(rows - columns)
        best[0][0] = (0.0, 0, 0, 0.0)
        runs = _runs(self.source), _runs(self.target)
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
                    if up > runs[0][row] or left > runs[1][column]:
                        continue
                    before = best[row - up].get(column - left)
                    if before is None or (up != left and not self._near(row, column, up, left)):
                        continue
                    score = price + self.score(row - up, column - left, up, left)
                    options.append((before[0] + score, up, left, score))
                if options:
                    best[row][column] = max(options, key=lambda option: option[0])
            if row == rows:
                break  # the path back starts at the last cell, however low its score
            least = max((cell[0] for cell in best[row].values()), default=0.0) - BEAM
            best[row] = {column: cell for column, cell in best[row].items() if cell[0] >= least}
        found, row, column = [], rows, columns
        while row or column:
            _, up, left, score = best[row][column]
            if up and left:
                found.append((tuple(range(row - up, row)), tuple(range(column - left, column)), score))
            row, column = row - up, column - left
        return found

    def _near(self, row: int, column: int, up: int, left: int) -> bool:
        """Whether blocks that end before a row and a column have the same kind and a similar length."""
        if self.source[row - up].kind != self.target[column - left].kind:
            return False
        first = self.ratio * sum(part.size for part in self.source[row - up : row])
        second = sum(part.size for part in self.target[column - left : column])
        return first < 2 * second + 40 and second < 2 * first + 40

    def _anywhere(self, rows: Sequence[int], columns: Sequence[int]) -> list[Places]:
        """Return pairs regardless of order, best first, each block once."""
        scores = sorted(
            (
                # Negative, so that in the reversed order the first places win among equal scores.
                (score, -row, -column)
                for row in rows[:MAX_UNORDERED]
                for column in columns[:MAX_UNORDERED]
                if (score := self.score(row, column)) >= MIN_MOVED_SCORE
            ),
            reverse=True,
        )
        matches: list[Places] = []
        taken = set[int](), set[int]()
        for score, row, column in scores:
            if -row not in taken[0] and -column not in taken[1]:
                matches.append(((-row,), (-column,), score))
                taken[0].add(-row)
                taken[1].add(-column)
        return matches

    def _stretched(self, matches: Sequence[Places]) -> list[Places]:
        """Return matches extended by unclaimed neighbours that raise the score: parts of a text that was split and moved."""
        free = (
            set(range(len(self.source))) - {s for m in matches for s in m[0]},
            set(range(len(self.target))) - {t for m in matches for t in m[1]},
        )
        runs = _runs(self.source), _runs(self.target)
        stretched = []
        for sources, targets, score in matches:
            for up, left in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                more = _more(sources, up, free[0], runs[0]), _more(targets, left, free[1], runs[1])
                if more == (sources, targets):
                    continue
                price = JOINS.get((len(more[0]), len(more[1])))
                if price is None:
                    continue
                better = self.score(more[0][0], more[1][0], len(more[0]), len(more[1])) + price / 2
                if better > score:
                    sources, targets, score = *more, better
                    free[0].difference_update(sources)
                    free[1].difference_update(targets)
            stretched.append((sources, targets, score))
        return stretched

    def _confidence(
        self,
        sources: tuple[int, ...],
        targets: tuple[int, ...],
        score: float,
        own: tuple[Mapping[int, float], Mapping[int, float]],
        neighbours: int,
    ) -> float:
        """Return the confidence of a match from its score and its lead over the neighbouring alternatives.

        A neighbour that scores higher with its own counterpart (`own`: scores of matches by position) is no rival.
        `neighbours` is how many of the blocks before and after are matched with those before and after the targets.
        """
        up, left = len(sources), len(targets)
        rivals = [
            (self.score(sources[0], index, up), own[1].get(index))
            for index in range(max(targets[0] - NEAR, 0), min(targets[-1] + NEAR + 1, len(self.target)))
            if index not in targets
        ] + [
            (self.score(index, targets[0], 1, left), own[0].get(index))
            for index in range(max(sources[0] - NEAR, 0), min(sources[-1] + NEAR + 1, len(self.source)))
            if index not in sources
        ]
        best = max((found for found, has in rivals if has is None or found > has), default=score - _CLEAR)
        evidence = score + 2 * neighbours
        margin = min(score - best, max(evidence, 0.0), _CLEAR)
        return round(min(max(1 / (1 + exp(-(0.4 * evidence + 0.3 * margin - 0.5))), 0.01), 0.99), 2)


def _runs(row: Sequence[BlockFeatures]) -> list[int]:
    """Return, for each position, how many blocks ending there can form one match: up to three paragraphs of one place."""
    result = [0]
    for index, features in enumerate(row):
        before = row[index - 1] if index else None
        together = (
            before is not None
            and features.kind == before.kind == "paragraph"
            and (features.path, features.anchor) == (before.path, before.anchor)
        )
        result.append(min(result[-1] + 1, 3) if together else 1)
    return result


def _more(places: tuple[int, ...], step: int, free: set[int], runs: Sequence[int]) -> tuple[int, ...]:
    """Return positions extended by the one before (-1) or after (1), if that one is free and can be merged with them."""
    if step == 0:
        return places
    wider = (*places, places[-1] + 1) if step > 0 else (places[0] - 1, *places)
    new = wider[-1] if step > 0 else wider[0]
    return wider if new in free and runs[wider[-1] + 1] >= len(wider) else places


_LOST = 0.4
"""Penalty for a mark that only one side has, relative to the gain for one that both have."""
_ONCE = frozenset(FIELDS) - {"events"}
"""Kinds of blocks that a chapter has once."""
_TEXT = frozenset({"paragraph"})
_VARIANCE = 4.0
"""Variance of a translation's length, in characters per source character; measured on Debian's handbook."""
_CLEAR = 8.0
"""Score differences beyond this do not raise the confidence."""
_WORDS = 20.0
