"""Turns text into the letters by which it is compared: what a medium may change falls away."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Return the letters and figures of a text, in one form, for comparison.

    Spaces, marks, hyphens (soft ones too) and ligatures differ from medium to medium, and so does case, where a style sheet
    sets capitals. Unicode Standard Annex 15 (NFKC); general categories L and N.

    >>> letters("Die ﬁnale Staats\\u00adkrise, 100.000 Soldaten")
    'diefinalestaatskrise100000soldaten'
    """
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(one for one in plain if unicodedata.category(one)[0] in "LN" and one != "ـ")
    return unicodedata.normalize("NFKC", kept.casefold())
