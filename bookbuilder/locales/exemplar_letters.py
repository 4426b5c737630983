"""The letters that a language is written with (CLDR, exemplar characters)."""

from __future__ import annotations

import icu


def exemplar_letters(tag: str) -> frozenset[str]:
    """Return the letters of the language of a tag, small and capital.

    >>> "".join(sorted(exemplar_letters("de") - exemplar_letters("en")))
    'ÄÖÜßäöü'
    """
    letters = "".join(map(str, icu.LocaleData(tag.replace("-", "_")).getExemplarSet(0, 0)))
    capitals = (letter.upper() for letter in letters)
    return frozenset(letters) | {letter for letter in capitals if len(letter) == 1}
