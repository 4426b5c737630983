"""Sorts index entries in the order of a language, and names the letter that each stands under (ICU, CLDR).

The order is that of the Unicode Collation Algorithm with the tailoring of the language (UTS #35, part 5), the letters are
its index characters (UTS #35, part 2, exemplars). German is DIN 5007-1 by that, and DIN 5007-2 with `phonebook`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

import icu

from bookbuilder.locales.locale import Locale
from bookbuilder.locales.private_use import base_tag

SortKey: TypeAlias = tuple[int, bytes, str]
"""The position of the letter, ICU's sort key, and the text itself to break ties."""

REST = "#"
"""The heading for figures, signs and other scripts; it comes first."""

_NOT_FOR_WORDS = {"emoji", "eor", "search", "searchjl"}


@dataclass(frozen=True, slots=True, eq=False)
class Collation:
    """The sort order of a language."""

    _collator: Any = field(repr=False)
    _index: Any = field(repr=False)
    _letters: tuple[str, ...] = field(repr=False)

    def key(self, text: str) -> SortKey:
        """Return the sort key of an index entry."""
        words = _words(text)
        place = self._place(words)
        return 0 if self._letters[place] == REST else place, bytes(self._collator.getSortKey(words)), text

    def letter(self, text: str) -> str:
        """Return the heading of an entry: a letter of the language, or `#`."""
        return self._letters[self._place(_words(text))]

    def _place(self, words: str) -> int:
        return int(self._index.getBucketIndex(words))


def _words(text: str) -> str:
    """Return an entry without leading punctuation: „Die Zeit“ is listed under D."""
    text = unicodedata.normalize("NFC", text)
    start = next((n for n, letter in enumerate(text) if unicodedata.category(letter)[0] != "P"), 0)
    return text[start:]


def collation(locale: Locale, kind: str = "") -> Collation:
    """Return the order of a locale, or the alternative `kind` of its language (one of `kinds`)."""
    return _collation(base_tag(locale.tag).replace("-", "_"), kind)


def kinds(locale: Locale) -> tuple[str, ...]:
    """Return the orders of a language: `standard`, and for German `phonebook` (DIN 5007-2)."""
    result = icu.Collator.getKeywordValuesForLocale(
        "collation", icu.Locale(base_tag(locale.tag).replace("-", "_"))
    )
    return tuple(sorted({str(name) for name in result} - _NOT_FOR_WORDS))


@lru_cache(maxsize=64)
def _collation(name: str, kind: str) -> Collation:
    there = icu.Locale(f"{name}@collation={kind}" if kind else name)
    index = icu.AlphabeticIndex(there)
    index.addLabels(icu.Locale("en"))  # a Japanese or Russian index has names in Latin letters too
    index.underflowLabel = index.inflowLabel = index.overflowLabel = REST
    fixed = index.buildImmutableIndex()
    letters = tuple(str(fixed.getBucket(place)[0]) for place in range(fixed.bucketCount))
    return Collation(icu.Collator.createInstance(there), fixed, letters)
