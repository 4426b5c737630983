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

    Words are stems (`traits.STEM`).
    """

    related: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)

    def expanded(self, source: Traits) -> Expanded:
        """Return what would be a translation of the words of a block: words of the other side, and what each says."""
        found: dict[str, float] = {}
        total = 0.0
        for stem in source.stems:
            weight = self.weights.get(stem, 1.0)
            relatives = self.related.get(stem)
            found[stem] = max(found.get(stem, 0.0), weight)
            for other, strength in (relatives or {}).items():
                found[other] = max(found.get(other, 0.0), weight * strength)
            if relatives:
                total += weight
        return Expanded(found, total, {stem: self.weights.get(stem, 1.0) for stem in source.stems})


@dataclass(frozen=True, slots=True)
class Expanded:
    """The words of a block with their relatives: word of the other side → weight; `known` is the weight of its words that
    have relatives, `own` maps its words to theirs."""

    relatives: Mapping[str, float]
    known: float
    own: Mapping[str, float]

    def fit(self, target: Traits) -> float:
        """Return how much of the words is found in a target, 0 to 1; 0.25 if nothing is known of them.

        A word that stands in the target letter by letter (a name, a term) counts as known.
        """
        shared = self.relatives.keys() & target.stems
        total = self.known
        for stem in self.own.keys() & target.stems:
            total += self.own[stem]
        return min(sum(self.relatives[stem] for stem in sorted(shared)) / total, 1.0) if total else 0.25


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
