"""Puts as many translations into a chapter as it can hold, and says which it cannot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bookbuilder.translate.exchange.compared import Taken
from bookbuilder.translate.exchange.placed import Placed, Unplaced

Place = Callable[[Sequence[Taken]], Placed | tuple[Unplaced, ...]]
"""Puts translations into a chapter: all of them, or says which have no place."""
TRIES = 200
"""Times that a chapter is put together to find out which of its units it cannot hold; those left then are refused."""


def fitted(taken: Sequence[Taken], place: Place) -> tuple[Placed | None, tuple[Unplaced, ...]]:
    """Return the chapter with all units that it can hold (None: with none), and those that it cannot.

    A unit that does not fit must not keep out those beside it, nor be taken for one of them.
    """
    search = _Search(place)
    search.add(tuple(taken))
    return search.best, tuple(search.unplaced)


@dataclass(slots=True)
class _Search:
    place: Place
    best: Placed | None = None
    held: tuple[Taken, ...] = ()
    unplaced: list[Unplaced] = field(default_factory=list)
    tries: int = 0

    def add(self, group: tuple[Taken, ...]) -> None:
        """Add what can be held of some units to those that are held already."""
        while group:
            self.tries += 1
            found = self.place((*self.held, *group))
            if isinstance(found, Placed):
                self.best, self.held = found, (*self.held, *group)
                return
            mine = {id(one) for one in group}
            sure = {id(one.taken): one for one in found if one.sure and id(one.taken) in mine}
            if sure:
                self.unplaced += sure.values()
                group = tuple(one for one in group if id(one) not in sure)
                continue
            if len(group) == 1 or self.tries >= TRIES:
                rule = found[0].rule
                self.unplaced += [Unplaced(one, rule) for one in group]
                return
            self.add(group[: len(group) // 2])
            group = group[len(group) // 2 :]
