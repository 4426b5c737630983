"""Puts what is said of places along a line above it, each with a thin line down to its place, in a few rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

MOST_ROWS = 4


@dataclass(frozen=True, slots=True)
class Flag:
    """What is said of a place: the place, the width of the words, and their height."""

    place: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedFlag:
    """A flag in its row (0 is the lowest): its words reach from a start to an end, of which one is at its place."""

    row: int
    start: float
    end: float


def placed_flags(flags: Sequence[Flag], width: float, gap: float) -> tuple[PlacedFlag, ...] | None:
    """Return each flag in a row, so that no words meet others or the line of another; None if four rows are too few. Of
    three orders, in which each flag takes the lowest row that is free, the one counts that needs the fewest."""
    order = sorted(range(len(flags)), key=lambda index: flags[index].place)
    middle_out = sorted(order, key=lambda index: abs(flags[index].place - width / 2))
    tries = (_tried(flags, way, width, gap) for way in (order, order[::-1], middle_out))
    return min(
        filter(None, tries), key=lambda rows: (_rows(rows), sum(one.row for one in rows)), default=None
    )


def _rows(flags: Iterable[PlacedFlag]) -> int:
    return max((flag.row for flag in flags), default=0) + 1


def _tried(
    flags: Sequence[Flag], order: Sequence[int], width: float, gap: float
) -> tuple[PlacedFlag, ...] | None:
    placed: dict[int, PlacedFlag] = {}
    for index in order:
        flag = flags[index]
        starts = (flag.place, flag.place - flag.width)
        inside = [start for start in starts if start >= 0 and start + flag.width <= width]
        free = (
            PlacedFlag(row, start, start + flag.width) for row, start in product(range(MOST_ROWS), inside)
        )
        found = next((one for one in free if _fits(one, flag.place, placed, flags, gap)), None)
        if found is None:
            return None
        placed[index] = found
    return tuple(placed[index] for index in range(len(flags)))


def _fits(
    flag: PlacedFlag, place: float, placed: dict[int, PlacedFlag], flags: Sequence[Flag], gap: float
) -> bool:
    """Whether a flag meets neither the words of others, nor their lines, nor its line the words of those below."""
    for index, other in placed.items():
        if other.row == flag.row and other.start < flag.end + gap and flag.start < other.end + gap:
            return False
        lower, line = (other, place) if other.row < flag.row else (flag, flags[index].place)
        if other.row != flag.row and lower.start - gap / 2 < line < lower.end + gap / 2:
            return False
        if abs(flags[index].place - place) < gap / 3 and other.row != flag.row:  # two lines would be one
            return False
    return True
