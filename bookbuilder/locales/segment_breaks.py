"""Decides where a line break in the source vanishes instead of becoming a space: between Chinese or Japanese characters."""

from __future__ import annotations

import unicodedata

_NEUTRAL = frozenset("“”‘’…—·")
"""Punctuation that Chinese shares with Latin; it has no width of its own (UAX 11, ambiguous)."""


def removes_line_break(before: str, behind: str) -> bool:
    """Whether a line end between two characters vanishes (CSS Text 3, 4.1.3, segment break transformation).

    >>> removes_line_break("字", "る"), removes_line_break("。", "“"), removes_line_break("字", "a"), removes_line_break("한", "글"), removes_line_break("”", "“")
    (True, True, False, False, False)
    """
    wide = [_wide(character) for character in (before, behind)]
    return all(w or c in _NEUTRAL for w, c in zip(wide, (before, behind))) and any(wide)


def _wide(character: str) -> bool:
    """Is it as wide as high, and not of Korean, which parts its words?"""
    if not character or unicodedata.east_asian_width(character) not in "WF":
        return False
    return "HANGUL" not in unicodedata.name(character, "")
