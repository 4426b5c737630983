"""The kinds of facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in a currency (ISO 4217), and what it is worth in another one on a day.

    `rate` is the number of units of `currency` for one unit of `equivalent`, as the ECB quotes it; `rate_date` is the
    day of that rate where it is not `date` (a weekend has none).
    """

    value: Decimal
    currency: str
    equivalent: str = ""
    date: dt.date | None = None
    rate: Decimal | None = None
    rate_date: dt.date | None = None


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
    """A number."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in one unit: `hour`, `day`, `minute` …"""

    value: Decimal
    unit: str


FactValue: TypeAlias = Amount | Day | Interval | Number | Duration
