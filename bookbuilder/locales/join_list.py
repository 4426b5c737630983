"""Joins items to a list as a language writes it, without a final `and`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from bookbuilder.locales.locale import Locale


def join_list(items: Sequence[str], locale: Locale) -> str:
    """Return items as a list: `A, B`, Japanese `A、B`, Arabic `A وB` (CLDR part 2, list patterns, the middle)."""
    pattern = str(locale.cldr.list_patterns["standard"]["middle"])
    return reduce(pattern.format, items) if items else ""
