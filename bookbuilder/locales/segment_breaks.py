"""Decides where a line break in the source vanishes instead of becoming a space: between Chinese or Japanese characters."""

from __future__ import annotations

import unicodedata

_NEUTRAL = frozenset("“”‘’…—·")
"""Punctuation that Chinese shares with Latin, of ambiguous width (UAX 11)."""


def removes_line_break(before: str, behind: str) -> bool:
    """Whether a line break between two characters is removed (CSS Text 3, 4.1.3, segment break transformation).

    >>> [removes_line_break(*pair) for pair in ("字る", "。“", "字a", "한글", "”“")]
    [True, True, False, False, False]
    """
    wide = [_wide(character) for character in (before, behind)]
    return all(w or c in _NEUTRAL for w, c in zip(wide, (before, behind))) and any(wide)


def _wide(character: str) -> bool:
    """Whether a character is wide and not Korean, which has spaces between words."""
    if not character or unicodedata.east_asian_width(character) not in "WF":
        return False
    return "HANGUL" not in unicodedata.name(character, "")
