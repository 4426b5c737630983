"""The countries of the world by their codes (ISO 3166-1), as CLDR has them."""

from __future__ import annotations

from functools import cache

import babel

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of two letters in CLDR that are unions, or stand for none."""


@cache
def countries() -> frozenset[str]:
    """Return the codes of all countries."""
    codes = map(str, babel.Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES
