"""Reduces text to letters for comparison, without what a medium may change."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_OWN_FORMS = ("<super>", "<sub>", "<fraction>", "<circle>")
"""Decompositions that change the meaning: 10³ is not 103, 1½ is not 112 (Unicode Standard Annex 44,
Decomposition_Type)."""


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Return the letters and digits of a text, normalized for comparison.

    Spaces, punctuation, hyphens (also soft ones), ligatures and case differ between media. Unicode Standard Annex 15 (NFKC,
    except superscripts, subscripts and fractions); categories L and N.

    >>> letters("Die ﬁnale Staats\\u00adkrise, 100.000 Soldaten")
    'diefinalestaatskrise100000soldaten'
    >>> letters("10³ m, 1½ kg")
    '10³m1½kg'
    """
    plain = _folded(text)
    letters_only = "".join(one for one in plain if unicodedata.category(one)[0] in "LN" and one != "ـ")
    return _folded(letters_only.casefold())


def _folded(text: str) -> str:
    if unicodedata.normalize("NFC", text) == (folded := unicodedata.normalize("NFKC", text)):
        return folded
    parts = [one if _own_form(one) else unicodedata.normalize("NFKC", one) for one in text]
    return unicodedata.normalize("NFC", "".join(parts))


@lru_cache(maxsize=4096)
def _own_form(one: str) -> bool:
    return unicodedata.decomposition(one).startswith(_OWN_FORMS)
