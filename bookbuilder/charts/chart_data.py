"""What a chart shows, as values: categories or days, series of numbers with one unit, and how they are to be drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class NumberUnit:
    """What numbers count: `number`, `money` of a currency, `percent`, or `quantity` of a unit of measurement."""

    kind: str = "number"
    of: str = ""


@dataclass(frozen=True, slots=True)
class DataSeries:
    """A series: its name, and a number for each category (None: there is none)."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class ChartNote:
    """A remark at a category or a day."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class ChartData:
    """The data of a chart. `labels` name the categories as they are printed; if these are days, `days` has them; in a
    timeline that are the first days of its events, and `ends` their last ones."""

    labels: tuple[str, ...]
    series: tuple[DataSeries, ...]
    unit: NumberUnit = NumberUnit()
    days: tuple[dt.date, ...] = ()
    ends: tuple[dt.date, ...] = ()

    def numbers(self) -> Iterator[Decimal]:
        """Yield all numbers."""
        for series in self.series:
            yield from (value for value in series.values if value is not None)


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """How data are drawn: the kind of chart; `stack` puts series side by side (empty), onto one another (`stacked`), or as
    shares of a whole (`share`); `notes` are remarks, `totals` the categories of a waterfall that are sums."""

    kind: str
    stack: str = ""
    notes: tuple[ChartNote, ...] = ()
    totals: tuple[str, ...] = field(default=())


def sums(data: ChartData) -> list[tuple[Decimal, Decimal]]:
    """Return for each category the sum of its numbers below zero, and that of those above.

    >>> sums(ChartData(("a",), tuple(DataSeries("x", (Decimal(value),)) for value in (2, -1, 3))))
    [(Decimal('-1'), Decimal('5'))]
    """
    columns: Iterable[tuple[Decimal | None, ...]] = zip(*(one.values for one in data.series), strict=True)
    return [
        (
            sum((value for value in column if value is not None and value < 0), Decimal(0)),
            sum((value for value in column if value is not None and value > 0), Decimal(0)),
        )
        for column in columns
    ]
