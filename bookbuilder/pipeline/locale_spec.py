"""The settings and words of a locale, as a value that goes to worker processes and into cache keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bookbuilder.cache_key import Keyed, cache_keys
from bookbuilder.locales import Locale, OwnWords
from bookbuilder.locales import load as load_locale
from bookbuilder.locales.locale import is_language
from bookbuilder.locales.words_by_language import WordsByLanguage
from bookbuilder.world import Assets


@dataclass(frozen=True, eq=False)
class LocaleSpec(Keyed):
    """What a locale of a book is made of: its tag, the book's own words, currency and abbreviations, and how the parts of
    long words are joined."""

    tag: str
    words: Mapping[str, OwnWords]
    home_currency: str
    abbreviations: WordsByLanguage
    compounds: str = ""

    def __eq__(self, other: object) -> bool:
        """Whether the other spec makes the same locale."""
        return isinstance(other, LocaleSpec) and self.cache_key == other.cache_key

    def __hash__(self) -> int:
        """Return the hash of the key."""
        return hash(self.cache_key)

    def locale(self, world: Assets) -> Locale:
        """Return the locale, loaded once in each process: it has the files of the program alone, whatever the book."""
        return _loaded(self, world.assets)


def known_locale(world: Assets, tag: str) -> Locale | None:
    """Return the locale of a language, without the words of a book; None for one that CLDR does not know."""
    return LocaleSpec(tag, {}, "", WordsByLanguage({})).locale(world) if is_language(tag) else None


@lru_cache(maxsize=64)
def _loaded(spec: LocaleSpec, assets: Path) -> Locale:
    world = Assets(assets, assets, {})
    result = load_locale(spec.tag, world, spec.words, spec.home_currency, spec.abbreviations.of)
    return replace(result, key=cache_keys([spec])[0], compounds=spec.compounds)
