"""Finds what has become of the block of a unit that is no longer in its chapter, and shows what has changed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

from bookbuilder.translate.exchange.codes import Bare, text
from bookbuilder.translate.exchange.given import Given
from bookbuilder.translate.exchange.units import Exchanged

COMPARED = 2000
"""Letters of a unit that are compared to find what has become of it."""
SEARCHED = 50
"""Units of a chapter for which that is looked for by their words; a file of thousands would take minutes."""
EXCERPT = 60
"""Letters of a text that are shown, so that a person finds it."""


@dataclass(slots=True)
class Lost:
    """Finds blocks of today for units whose blocks were changed."""

    known: Sequence[Exchanged]
    searched: int = 0
    _texts: dict[str, Exchanged] = field(default_factory=dict)
    _seen: dict[str, list[Exchanged]] = field(default_factory=dict)
    _olds: dict[str, list[Exchanged]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note by what each block can be found."""
        for one in self.known:
            if one.unit.targets:
                self._seen.setdefault(one.seen, []).append(one)
            for entry in one.unit.entries:
                self._olds.setdefault(entry.source, []).append(one)

    def found(self, unit: Given) -> Exchanged | None:
        """Return the block of today: the one that has the translation which the unit was exported with, that was translated
        from the text of the unit, or whose words are nearest."""
        for one in (self._seen.get(unit.seen.partition("+")[0]), self._olds.get(unit.id.partition("-")[0])):
            if one and len(one) == 1:
                return one[0]
        self.searched += 1
        words = text(unit.source)[:COMPARED]
        if self.searched > SEARCHED or not words:
            return None
        self._texts = self._texts or {text(one.source)[:COMPARED]: one for one in self.known}
        close = difflib.get_close_matches(words, sorted(self._texts), n=1, cutoff=0.6)
        return self._texts[close[0]] if close else None


def excerpt(segment: Bare, about: int = 0) -> str:
    """Return some words of a unit, those around a place if it is long."""
    words = text(segment)
    if len(words) <= EXCERPT:
        return words
    start = max(0, min(about - EXCERPT // 3, len(words) - EXCERPT))
    start = words.rfind(" ", 0, start + 1) + 1
    end = start + EXCERPT
    shown = words[start:end].strip()
    return f"{'… ' if start else ''}{shown}{'…' if end < len(words) else ''}"


def changed(then: Bare, now: Bare) -> tuple[str, str]:
    """Return how a source read and how it reads, both around the first letter that differs."""
    first, second = text(then), text(now)
    at = next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    return excerpt(then, at), excerpt(now, at)
