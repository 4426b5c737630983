"""Picks the blocks that are tracked in a free translation: one that tells a book in other words, with parts left out and
others added, as texts in easy language do.

Every block of an ordinary translation answers one of the source, and what has no answer is still to be done. In a free one
nobody can say so: what counts are the pairs that somebody has recorded, and whether their source is still what it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bookbuilder.translate.match_versions import word_overlap
from bookbuilder.translate.plain_text import plain_text, words

if TYPE_CHECKING:
    from bookbuilder.translate.compare_blocks import Unit


def recorded_units(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units with a recorded entry and a translation; blocks whose recorded source is gone are among them, as
    orphans. What is left out of the translation, or added to it, is not.

    A changed block and its neighbour that was left out look like one that was split: only the one that is more like the
    recorded text counts.
    """
    recorded = [unit for unit in units if unit.entries and unit.targets]
    best: dict[tuple[int, ...], Unit] = {}
    for unit in recorded:
        entry = tuple(map(id, unit.entries))
        if unit.sources and (entry not in best or _likeness(unit) > _likeness(best[entry])):
            best[entry] = unit
    return tuple(unit for unit in recorded if not unit.sources or best[tuple(map(id, unit.entries))] is unit)


def _likeness(unit: Unit) -> float:
    before = Counter(words(" ".join(plain_text(entry.text) for entry in unit.entries)))
    return word_overlap(before, Counter(words(" ".join(plain_text(block.text) for block in unit.sources))))
