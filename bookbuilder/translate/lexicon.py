"""Learns from a book which words of its source stand where which words of its translation stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from bookbuilder.translate.traits import Traits

LEAST = 2
"""Blocks in which two words have met before they count as related."""
STRONG = 0.2
"""The strength (Dice) from which on two words are kept as related."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How strongly words are related, 0 to 1, and how much each word of either side says (the rarer the more).

    A word of the source that stands in the translation letter by letter (a name, a term) is related to itself.
    """

    related: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)

    def fit(self, source: Traits, target: Traits) -> float:
        """Return how much of the source's words is found in the target and the other way round, 0 to 1; 0.25 if nothing
        is known of them."""
        total = known = 0.0
        for stem in source.stems:
            relatives = self.related.get(stem)
            weight = self.weights.get(stem, 1.0)
            if stem in target.stems:
                known += weight
                total += weight
            elif relatives:
                best = max((strength for word, strength in relatives.items() if word in target.stems), default=0.0)
                known += weight * best
                total += weight
        return known / total if total else 0.25


def learn(pairs: Iterable[tuple[Traits, Traits]]) -> Lexicon:
    """Return the lexicon of blocks that translate one another.

    Words are related by how often they meet (Dice's coefficient): of ten blocks with a word, nine of whose translations
    have another one that is rare elsewhere. Costs as many steps as pairs times `WORDS`².
    """
    found = list(pairs)
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for source, target in found:
        first.update(source.stems)
        second.update(target.stems)
    common = max(len(found) // 8, 20)
    together: dict[str, Counter[str]] = {}
    for source, target in found:
        others = [stem for stem in target.stems if LEAST <= second[stem] <= common]
        for stem in source.stems:
            if LEAST <= first[stem] <= common:
                together.setdefault(stem, Counter()).update(others)
    related = {}
    for stem, met in together.items():
        strengths = {
            other: 2 * times / (first[stem] + second[other])
            for other, times in met.items()
            if times >= LEAST and 2 * times >= STRONG * (first[stem] + second[other])
        }
        if strengths:
            related[stem] = strengths
    weights = {stem: log(1 + len(found) / times) for stem, times in first.items()}
    return Lexicon(related, weights)
