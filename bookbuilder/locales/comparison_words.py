"""Words that compare values, with what they allow: "fast", "ein Drittel", "doppelt so viel"; from `comparisons.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, Generic, TypeVar

from bookbuilder.locales.locale import Locale
from bookbuilder.locales.tokenizer import Token, tokenize
from bookbuilder.locales.value_lexicon import Phrases
from bookbuilder.world import Assets

T = TypeVar("T")
Range = tuple[Fraction, Fraction | None]
"""Between which shares of a value another one may lie to be said so; no second one is no limit."""


@dataclass(frozen=True, slots=True)
class Multiple:
    """A word for a share or a multiple: its value, and the range of shares of it that it may stand for."""

    value: Fraction
    range: Range


@dataclass(frozen=True, slots=True)
class FoundWords(Generic[T]):
    """A phrase in a text: its meaning, and its place."""

    value: T
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonWords:
    """The words of a language that compare: hedges ("almost"), shares and multiples ("a third", "twice"), and all others
    ("more than", "rose")."""

    hedges: Phrases[Range] = field(repr=False)
    multiples: Phrases[Multiple] = field(repr=False)
    others: Phrases[bool] = field(repr=False)

    def allowed(self, text: str) -> Range | None:
        """Return the range that the words of a text allow: that of its first hedge, else of its first share or multiple."""
        tokens = tokenize(text)
        hedge = next(_phrases(self.hedges, tokens), None)
        if hedge is not None:
            return hedge.value
        multiple = next(_phrases(self.multiples, tokens), None)
        return None if multiple is None else multiple.value.range

    def multiples_in(self, text: str) -> list[FoundWords[Multiple]]:
        """Return the shares and multiples that a text names."""
        return list(_phrases(self.multiples, tokenize(text)))

    def comparing(self, text: str) -> list[FoundWords[Multiple | None]]:
        """Return the words of a text that compare, in order, with the share or multiple that they name; hedges alone do
        not compare."""
        tokens = tokenize(text)
        result: list[FoundWords[Multiple | None]] = []
        index = 0
        while index < len(tokens):
            multiple, other = self.multiples.at(tokens, index), self.others.at(tokens, index)
            end = max((match[1] for match in (multiple, other) if match), default=0)
            if not end:
                index += 1
                continue
            value = multiple[0] if multiple and multiple[1] == end else None
            result.append(FoundWords(value, tokens[index].start, tokens[end - 1].end))
            index = end
        return result


def comparison_words(locale: Locale, world: Assets) -> ComparisonWords | None:
    """Return the words of the language of a locale; None if it has no `comparisons.toml`."""
    name = f"package/locales/{locale.language}/comparisons.toml"
    return _read(world.read_asset(name).decode()) if world.asset_exists(name) else None


@lru_cache(maxsize=8)
def _read(text: str) -> ComparisonWords:
    data = tomllib.loads(text)
    hedges = [(word, _range(row["range"])) for row in data["hedges"] for word in row["words"]]
    multiples = [
        (word, Multiple(Fraction(row["value"]), _range(row.get("range", data["range"]))))
        for row in data["multiples"]
        for word in row["words"]
    ]
    return ComparisonWords(Phrases(hedges), Phrases(multiples), Phrases(dict.fromkeys(data["others"], True)))


def _range(text: Any) -> Range:
    low, _, high = str(text).partition("..")
    return Fraction(low), Fraction(high) if high else None


def _phrases(phrases: Phrases[T], tokens: list[Token]) -> Iterator[FoundWords[T]]:
    index = 0
    while index < len(tokens):
        match = phrases.at(tokens, index)
        if match is None:
            index += 1
            continue
        yield FoundWords(match[0], tokens[index].start, tokens[match[1] - 1].end)
        index = match[1]
