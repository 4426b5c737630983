"""Learns a bilingual word lexicon from aligned blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from bookbuilder.translate.block_features import BlockFeatures

MIN_COUNT = 2
"""Words must co-occur in at least this many blocks to count as related."""
MIN_STRENGTH = 0.2
"""Words with at least this association strength (Dice) are related."""


@dataclass(frozen=True, slots=True)
class BilingualLexicon:
    """How strongly words are associated, 0 to 1, and the weight of each source word (rarer words weigh more).

    Words are stems (`block_features.STEM`).
    """

    related: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)

    def expand(self, source: BlockFeatures) -> ExpandedWords:
        """Return the likely translations of a block's words, with their weights."""
        result: dict[str, float] = {}
        total = 0.0
        for stem in source.stems:
            weight = self.weights.get(stem, 1.0)
            relatives = self.related.get(stem)
            result[stem] = max(result.get(stem, 0.0), weight)
            for other, strength in (relatives or {}).items():
                result[other] = max(result.get(other, 0.0), weight * strength)
            if relatives:
                total += weight
        return ExpandedWords(result, total, {stem: self.weights.get(stem, 1.0) for stem in source.stems})


@dataclass(frozen=True, slots=True)
class ExpandedWords:
    """The words of a block with their related target words and weights; `known_weight` is the weight of its words that have
    related ones, `weights` are those of its own words."""

    relatives: Mapping[str, float]
    known_weight: float
    weights: Mapping[str, float]

    def fit(self, target: BlockFeatures) -> float:
        """Return the share of the words that is found in a target, 0 to 1; 0.25 if none is known.

        A word that stands in the target unchanged (a name, a term) counts as known.
        """
        shared = self.relatives.keys() & target.stems
        total = self.known_weight
        for stem in self.weights.keys() & target.stems:
            total += self.weights[stem]
        return min(sum(self.relatives[stem] for stem in sorted(shared)) / total, 1.0) if total else 0.25


def learn(pairs: Iterable[tuple[BlockFeatures, BlockFeatures]]) -> BilingualLexicon:
    """Return the lexicon learned from pairs of blocks that translate each other.

    Words are associated by co-occurrence (Dice's coefficient). Costs pairs × `WORDS`² steps.
    """
    result = list(pairs)
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for source, target in result:
        first.update(source.stems)
        second.update(target.stems)
    # A word in more blocks than this stands beside everything, and says nothing about its neighbours.
    common = max(len(result) // 8, 20)
    together: dict[str, Counter[str]] = {}
    for source, target in result:
        others = [stem for stem in target.stems if MIN_COUNT <= second[stem] <= common]
        for stem in source.stems:
            if MIN_COUNT <= first[stem] <= common:
                together.setdefault(stem, Counter()).update(others)
    related = {}
    for stem, met in together.items():
        strengths = {
            other: 2 * times / (first[stem] + second[other])
            for other, times in met.items()
            if times >= MIN_COUNT and 2 * times >= MIN_STRENGTH * (first[stem] + second[other])
        }
        if strengths:
            related[stem] = strengths
    weights = {stem: log(1 + len(result) / times) for stem, times in first.items()}
    return BilingualLexicon(related, weights)
