"""Writes Latin letters in ASCII, as a language does where it has no others: `ü` is `ue` in German, and `u` elsewhere."""

from __future__ import annotations

from functools import lru_cache

import icu

_OTHERS = "Latin-ASCII"


@lru_cache(maxsize=16)
def _transliterator(language: str) -> icu.Transliterator:
    """Return the transform of CLDR for a language, or that for all of them."""
    own = f"{language}-ASCII"
    known = own in icu.Transliterator.getAvailableIDs()
    return icu.Transliterator.createInstance(own if known else _OTHERS)


def ascii_spelling(text: str, tag: str) -> str:
    """Return a text whose Latin letters are ASCII, by the language of a tag of BCP 47 (CLDR, transforms).

    >>> ascii_spelling("rückwärts", "de-AT"), ascii_spelling("smörgås Łódź ø 月", "sv")
    ('rueckwaerts', 'smorgas Lodz o 月')
    """
    return str(_transliterator(tag.partition("-")[0].lower()).transliterate(text))
