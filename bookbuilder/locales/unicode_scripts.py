"""Splits the scripts of languages into those of characters: Japanese is written in three."""

from __future__ import annotations

from collections.abc import Collection

SEVERAL = {
    "Jpan": frozenset({"Hani", "Hira", "Kana"}),
    "Hans": frozenset({"Hani", "Bopo"}),
    "Hant": frozenset({"Hani", "Bopo"}),
    "Kore": frozenset({"Hang", "Hani"}),
}
"""ISO 15924 scripts that combine several Unicode scripts (UAX 24)."""


def unicode_scripts(scripts: Collection[str]) -> frozenset[str]:
    """Return scripts as Unicode scripts: `Jpan` is kanji, hiragana and katakana."""
    return frozenset().union(*(SEVERAL.get(script, {script}) for script in scripts))
