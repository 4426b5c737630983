"""What the rules of easy language look for in a language, and where each is published; from `easy_language.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bookbuilder.locales.locale import Locale
from bookbuilder.world import Assets

WORD_GROUPS = "group"
"""The section of words that stay on one line."""
KNOWN = "known"
"""The section of words that every reader knows, and of the sentences that explain a word; all others are those of a rule."""

Found = tuple[int, int]
"""The beginning and the end of words in a text."""


@dataclass(frozen=True, slots=True)
class EasyWords:
    """What one rule looks for: patterns (of one with a group `words`, that group), those from `unless_from` on only in
    sentences without `unless`. `most` is the greatest number that it allows, `known` are words that it passes; `source` is
    where it is published."""

    source: str
    patterns: tuple[re.Pattern[str], ...] = ()
    unless: re.Pattern[str] | None = None
    unless_from: int = 1
    most: int = 0
    known: tuple[str, ...] = ()

    def find(self, sentence: str) -> Iterator[Found]:
        """Yield the places of what a sentence has of it, in order."""
        places: set[Found] = set()
        for number, pattern in enumerate(self.patterns, 1):
            if self.unless and number >= self.unless_from and self.unless.search(sentence):
                continue
            group = "words" if "words" in pattern.groupindex else 0
            places |= {match.span(group) for match in pattern.finditer(sentence)}
        yield from sorted(places)


def easy_words(locale: Locale, world: Assets) -> Mapping[str, EasyWords]:
    """Return what each rule looks for in the language of a locale; none without an `easy_language.toml`."""
    name = f"package/locales/{locale.language}/easy_language.toml"
    return _read(world.read_asset(name).decode()) if world.asset_exists(name) else {}


@lru_cache(maxsize=8)
def _read(text: str) -> Mapping[str, EasyWords]:
    data = tomllib.loads(text)
    sources = data.pop("sources")
    return {name: _words(table, sources) for name, table in data.items()}


def _words(table: Mapping[str, Any], sources: Mapping[str, str]) -> EasyWords:
    source, comma, number = str(table["source"]).partition(",")
    patterns = (
        text.replace("<participle>", table.get("participle", "")) for text in table.get("patterns", ())
    )
    return EasyWords(
        f"{sources[source]}{comma}{number}",
        tuple(map(re.compile, patterns)),
        re.compile(table["unless"]) if "unless" in table else None,
        table.get("unless_from", 1),
        table.get("most", 0),
        tuple(table.get("known", ())),
    )
