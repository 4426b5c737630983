"""Chooses the numbers that an axis shows: few, round, and evenly spaced."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count

_ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
"""What a step is, times a power of ten: in every language that counts in tens its numbers are short."""


def nice_ticks(low: Decimal, high: Decimal, most: int, *, whole: bool = False) -> tuple[Decimal, ...]:
    """Return numbers of an axis that reach from below `low` to above `high`, in at most so many steps, if that can be. If
    they are `whole`, they have no decimals.

    >>> [str(tick) for tick in nice_ticks(Decimal(0), Decimal(317), 4)]
    ['0', '100', '200', '300', '400']
    >>> [str(tick) for tick in nice_ticks(Decimal(-3), Decimal(2), 3, whole=True)]
    ['-4', '-2', '0', '2']
    """
    if low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    most = max(most, 2)  # one on each side of zero
    step = next(step for step in _steps((high - low) / most, whole=whole) if _count(low, high, step) <= most)
    first = int((low / step).to_integral_value(ROUND_FLOOR))
    return tuple(_plain(step * (first + number)) for number in range(_count(low, high, step) + 1))


def _steps(least: Decimal, *, whole: bool) -> Iterator[Decimal]:
    """Yield round steps from one that is as large as the least, or a little smaller."""
    for magnitude in count(least.adjusted()):
        for times in _ROUND:
            step = times.scaleb(magnitude)
            if not whole or step == step.to_integral_value():
                yield step


def _count(low: Decimal, high: Decimal, step: Decimal) -> int:
    """Return how many steps reach from below a number to above another one."""
    first, last = (low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING)
    return int(last - first)


def _plain(value: Decimal) -> Decimal:
    """Return a number without an exponent and without zeros behind its decimals."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
