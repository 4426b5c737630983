"""Scales: from numbers, days and categories to places along an axis."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LinearScale:
    """Puts `low` at `start` and `high` at `end`, and other numbers in proportion."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def __call__(self, value: Decimal) -> float:
        """Return the place of a number."""
        share = (value - self.low) / (self.high - self.low) if self.high != self.low else Decimal(0)
        return self.start + (self.end - self.start) * float(share)


@dataclass(frozen=True, slots=True)
class BandScale:
    """Parts a length into equal bands, one for each category."""

    count: int
    start: float
    end: float

    @property
    def band(self) -> float:
        """The width of a band."""
        return (self.end - self.start) / max(self.count, 1)

    def middle(self, index: int) -> float:
        """Return the middle of a band."""
        return self.start + self.band * (index + 0.5)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Puts days in proportion between a first and a last one."""

    first: dt.date
    last: dt.date
    start: float
    end: float

    def __call__(self, day: dt.date) -> float:
        """Return the place of a day."""
        length = (self.last - self.first).days
        share = (day - self.first).days / length if length else 0.5
        return self.start + (self.end - self.start) * share
