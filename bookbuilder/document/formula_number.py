"""The number of a formula: `(2.3)` in the second chapter, `(3)` where chapters have no numbers."""

from __future__ import annotations

from bookbuilder.locales import Locale


def formula_number(section: int, number: int, locale: Locale) -> str:
    """Return the number of a formula, in the digits of the locale; `section` is 0 where the chapter has none."""
    numbers = (section, number) if section else (number,)
    return f"({locale.parted_figures(*numbers)})"
