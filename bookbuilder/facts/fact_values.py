"""The types of facts: amounts, days, intervals, numbers, quantities, durations, percentages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in a currency (ISO 4217), and its equivalents in others on a day.

    `equivalent` is the currency that every locale gives in brackets; without it, each gives the one its readers
    count in. `rates` maps a currency to the number of units of `currency` for one of it, as the ECB quotes it;
    `rate_date` is the day of the rate of `equivalent` where it is not `date` (a weekend has none). `worth` is the author's
    own figure in it, which is printed as it is.
    """

    value: Decimal
    currency: str
    equivalent: str = ""
    date: dt.date | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    rate_date: dt.date | None = None
    worth: Decimal | None = None

    @property
    def rate(self) -> Decimal | None:
        """The rate of `equivalent`, if it is known."""
        return self.rates.get(self.equivalent)


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    date: dt.date


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of days, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or a range up to `last`."""

    value: Decimal
    last: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of units (a word that `locales.measurement_units` knows: `kilometer`, `km`), or a range up to `last`."""

    value: Decimal
    unit: str
    last: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in one unit: `hour`, `day`, `minute` …"""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share in hundredths, or a range up to `last`: 12.5 is 12.5 %."""

    value: Decimal
    last: Decimal | None = None


FactValue: TypeAlias = Amount | Day | Interval | Number | Quantity | Duration | Percentage
