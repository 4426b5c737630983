"""Sorts words as a register does: letters before case, umlauts like their vowels (DIN 5007-1), ß like ss."""

from __future__ import annotations

import unicodedata


def sort_key(text: str) -> tuple[str, str]:
    """Return the key by which a register sorts an entry."""
    base = text.casefold().replace("æ", "ae").replace("ø", "o").replace("ł", "l").replace("đ", "d")
    letters = "".join(c for c in unicodedata.normalize("NFD", base) if c.isalnum() or c == " ")
    return letters, text


def letter(text: str) -> str:
    """Return the heading under which an entry stands: its first letter, `#` for figures and signs."""
    first = sort_key(text)[0].lstrip()[:1].upper()
    return first if first.isalpha() else "#"
