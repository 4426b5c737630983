"""Sorts numbers of countries into classes, each of which has a shade: few, with round limits."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bookbuilder.charts.nice_steps import nice_ticks

MOST = 5
"""Shades that are told apart."""
_CROWDED = 0.6
"""More of all countries in one class say nothing: then limits are chosen so that classes have equally many."""


def limits(values: Sequence[Decimal], chosen: Sequence[Decimal] = ()) -> tuple[Decimal, ...]:
    """Return the limits of classes, from the lowest to the highest one: evenly spaced, or so that each class has some.

    >>> [str(limit) for limit in limits([Decimal(value) for value in (3, 12, 25, 38, 47)])]
    ['0', '10', '20', '30', '40', '50']
    >>> [str(limit) for limit in limits([Decimal(value) for value in (1, 2, 3, 4, 5, 6, 7, 8, 9, 1000)])]
    ['1', '3', '5', '7', '9', '1000']
    """
    if not values:
        return ()
    low, high = min(values), max(values)
    if chosen:
        inner = sorted(set(chosen))
        return (
            *(() if inner[0] <= low else (_round_down(low),)),
            *inner,
            *(() if inner[-1] > high else (high,)),
        )
    even = nice_ticks(low, high, MOST)
    counts = [sum(class_of(value, even) == index for value in values) for index in range(len(even) - 1)]
    if len(values) < 5 or max(counts) <= _CROWDED * len(values):
        return even
    ordered = sorted(values)
    inner = [_two_digits(ordered[len(ordered) * part // MOST]) for part in range(1, MOST)]
    found = [low, *(value for value in inner if low < value < high), high]
    return tuple(dict.fromkeys(found))


def class_of(value: Decimal, edges: Sequence[Decimal]) -> int:
    """Return the class of a number; an upper limit belongs to the next class, but for the last one."""
    return max(min(sum(value >= edge for edge in edges[1:]), len(edges) - 2), 0)


def shade_of(index: int, count: int) -> str:
    """Return the shade of a class: few classes have shades that are far apart.

    >>> [shade_of(index, 3) for index in range(3)], shade_of(0, 1)
    (['shade-1', 'shade-3', 'shade-5'], 'shade-4')
    """
    place = 1 + round(index * (MOST - 1) / (count - 1)) if count > 1 else 4
    return f"shade-{place}"


def _two_digits(value: Decimal) -> Decimal:
    if not value:
        return value
    rounded = value.quantize(Decimal(1).scaleb(value.adjusted() - 1)).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def _round_down(value: Decimal) -> Decimal:
    return Decimal(0) if value >= 0 else value
