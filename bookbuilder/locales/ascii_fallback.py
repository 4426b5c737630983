"""Gives ASCII for a character that no font of the book has: its transliteration, or its name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import icu


@lru_cache(maxsize=1)
def _latin() -> icu.Transliterator:
    return icu.Transliterator.createInstance("Any-Latin; Latin-ASCII")


@lru_cache(maxsize=4096)
def ascii_fallback(character: str) -> str:
    """Return the substitute of a character: its transliteration to ASCII (CLDR), or its name in brackets.

    >>> ascii_fallback("→"), ascii_fallback("义"), ascii_fallback("Ж"), ascii_fallback("😀")
    ('->', 'yi', 'Z', '[grinning face]')
    """
    result = str(_latin().transliterate(unicodedata.normalize("NFKC", character)))
    if result.isascii() and result.isprintable() and result.strip():
        return result
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return f"[{name if name.startswith('U+') else name.lower()}]"
