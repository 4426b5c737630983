"""Finds the current block of a returned unit whose source has changed, and shows the difference."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

from bookbuilder.translate.exchange.exchange_units import ExchangeUnit
from bookbuilder.translate.exchange.exported_target import book_digest
from bookbuilder.translate.exchange.inline_codes import CodedText, segment_words
from bookbuilder.translate.exchange.returned_units import ReturnedUnit

COMPARED = 2000
"""Characters of a unit that are compared to find its block."""
SEARCHED = 50
"""The most units of a chapter searched by similarity; thousands would take minutes."""
EXCERPT = 60
"""Characters of a text in a message."""


@dataclass(slots=True)
class StaleUnitFinder:
    """Finds current blocks for units whose block has changed."""

    units: Sequence[ExchangeUnit]
    searched: int = 0
    _texts: dict[str, ExchangeUnit] = field(default_factory=dict)
    _seen: dict[str, list[ExchangeUnit]] = field(default_factory=dict)
    _olds: dict[str, list[ExchangeUnit]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the blocks."""
        for unit in self.units:
            if unit.unit.targets:
                self._seen.setdefault(unit.target_digest, []).append(unit)
            for entry in unit.unit.entries:
                self._olds.setdefault(entry.source, []).append(unit)

    def find(self, unit: ReturnedUnit) -> ExchangeUnit | None:
        """Return the current block of a unit: the one with the exported translation, the one translated from the unit's
        source, or the most similar one."""
        for one in (
            self._seen.get(book_digest(unit.target_digest)),
            self._olds.get(unit.id.partition("-")[0]),
        ):
            if one and len(one) == 1:
                return one[0]
        self.searched += 1
        words = segment_words(unit.source)[:COMPARED]
        if self.searched > SEARCHED or not words:
            return None
        self._texts = self._texts or {segment_words(unit.source)[:COMPARED]: unit for unit in self.units}
        close = difflib.get_close_matches(words, sorted(self._texts), n=1, cutoff=0.6)
        return self._texts[close[0]] if close else None


def excerpt(segment: CodedText, about: int = 0) -> str:
    """Return an excerpt of a unit around an offset."""
    words = segment_words(segment)
    if len(words) <= EXCERPT:
        return words
    start = max(0, min(about - EXCERPT // 3, len(words) - EXCERPT))
    start = words.rfind(" ", 0, start + 1) + 1
    end = start + EXCERPT
    shown = words[start:end].strip()
    return f"{'… ' if start else ''}{shown}{'…' if end < len(words) else ''}"


def changed_excerpts(then: CodedText, now: CodedText) -> tuple[str, str]:
    """Return excerpts of the old and the new source around their first difference."""
    first, second = segment_words(then), segment_words(now)
    position = next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    return excerpt(then, position), excerpt(now, position)
