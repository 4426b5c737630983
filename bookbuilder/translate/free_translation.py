"""Picks the blocks that are tracked in a free translation: one that tells a book in other words, with parts left out and
others added, as texts in easy language do.

Every block of an ordinary translation answers one of the source, and what has no answer is still to be done. In a free one
nobody can say so: what counts are the pairs that somebody has recorded, and whether their source is still what it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookbuilder.translate.compare_blocks import Unit


def recorded_units(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units with a recorded entry and a translation; blocks whose recorded source is gone are among them, as
    orphans. What is left out of the translation, or added to it, is not."""
    return tuple(unit for unit in units if unit.entries and unit.targets)
