"""Writes as many translations into a chapter as it can hold, and returns the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bookbuilder.translate.exchange.review_units import AcceptedUnit
from bookbuilder.translate.exchange.write_back import UnplacedUnit, WrittenChapter

WriteBack = Callable[[Sequence[AcceptedUnit]], WrittenChapter | tuple[UnplacedUnit, ...]]
"""Writes translations into a chapter: all of them, or returns those without a place."""
MAX_TRIES = 200
"""The most attempts to find the units that a chapter cannot hold; those left then are rejected."""


def write_back_most(
    taken: Sequence[AcceptedUnit], place: WriteBack
) -> tuple[WrittenChapter | None, tuple[UnplacedUnit, ...]]:
    """Return the chapter with all units that it can hold (None: with none), and the others.

    Bisection keeps a unit that does not fit from blocking the others.
    """
    search = _Search(place)
    search.add(tuple(taken))
    return search.best, tuple(search.unplaced)


@dataclass(slots=True)
class _Search:
    place: WriteBack
    best: WrittenChapter | None = None
    held: tuple[AcceptedUnit, ...] = ()
    unplaced: list[UnplacedUnit] = field(default_factory=list)
    tries: int = 0

    def add(self, group: tuple[AcceptedUnit, ...]) -> None:
        """Add the units of a group that fit beside the ones already held."""
        while group:
            self.tries += 1
            written = self.place((*self.held, *group))
            if isinstance(written, WrittenChapter):
                self.best, self.held = written, (*self.held, *group)
                return
            mine = {id(one) for one in group}
            sure = {
                id(unplaced.taken): unplaced
                for unplaced in written
                if unplaced.sure and id(unplaced.taken) in mine
            }
            if sure:
                self.unplaced += sure.values()
                group = tuple(one for one in group if id(one) not in sure)
                continue
            if len(group) == 1 or self.tries >= MAX_TRIES:
                rule = written[0].rule
                self.unplaced += [UnplacedUnit(one, rule) for one in group]
                return
            self.add(group[: len(group) // 2])
            group = group[len(group) // 2 :]
