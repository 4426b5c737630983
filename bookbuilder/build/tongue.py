"""A locale as a value: it goes to other processes, and makes keys for the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bookbuilder.locales import Locale, OwnWords
from bookbuilder.locales import load as load_locale
from bookbuilder.project.by_language import ByLanguage
from bookbuilder.world import World


@dataclass(frozen=True, eq=False)
class Tongue:
    """What a locale of a book is made of: its tag, the book's own words, currency and abbreviations."""

    tag: str
    words: Mapping[str, OwnWords]
    home_currency: str
    abbreviations: ByLanguage

    @cached_property
    def key(self) -> str:
        """A hash of all that the locale is made of, besides the program."""
        own = {tag: sorted(words.items()) for tag, words in sorted(self.abbreviations.words.items())}
        said = f"{self.tag} {sorted(self.words.items())!r} {self.home_currency} {own!r}"
        return hashlib.sha256(said.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        """Whether the other one makes the same locale."""
        return isinstance(other, Tongue) and self.key == other.key

    def __hash__(self) -> int:
        """Return the hash of the key."""
        return hash(self.key)

    def locale(self, world: World) -> Locale:
        """Return the locale; it is loaded once in each process."""
        return _loaded(self, world)


@lru_cache(maxsize=64)
def _loaded(tongue: Tongue, world: World) -> Locale:
    found = load_locale(tongue.tag, world, tongue.words, tongue.home_currency, tongue.abbreviations.of)
    return replace(found, key=tongue.key)
