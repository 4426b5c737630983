"""Words by language: how some are hyphenated, or what abbreviations stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordsByLanguage:
    """Words by language tag (lower case)."""

    words: Mapping[str, Mapping[str, str]]

    def of(self, tag: str) -> tuple[Mapping[str, str], ...]:
        """Return the words for a tag: those of its language, then those of its region."""
        parts = tag.replace("_", "-").split("-")
        tags = ("-".join(parts[: number + 1]).lower() for number in range(len(parts)))
        return tuple(self.words[prefix] for prefix in tags if prefix in self.words)
