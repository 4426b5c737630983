"""Series of values: `[troops.values]` in facts.toml, whose values are facts called `troops.2022-01-17`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def series_of(facts: Mapping[str, T]) -> dict[str, dict[str, T]]:
    """Return the series among facts: what stands before the first point of a name → its values by what stands behind.

    Values by days, months or years are in the order of time, others in that of the file.

    >>> series_of({"a.2022": 2, "a.2021": 1, "b": 3})
    {'a': {'2021': 1, '2022': 2}}
    """
    series: dict[str, dict[str, T]] = {}
    for name, fact in facts.items():
        base, point, key = name.partition(".")
        if point and base and key:
            series.setdefault(base, {})[key] = fact
    return {base: in_order(values) for base, values in series.items()}


def in_order(values: Mapping[str, T]) -> dict[str, T]:
    """Return values by days in the order of time, others as they are."""
    if all(_DATE.fullmatch(key) for key in values):
        return dict(sorted(values.items()))
    return dict(values)


def values_by_series(facts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the names of the values of each series, among the names of facts.

    >>> values_by_series(["a.x", "b", "a.y"])
    {'a': ('a.x', 'a.y')}
    """
    names: dict[str, list[str]] = {}
    for name in facts:
        base, point, _ = name.partition(".")
        if point:
            names.setdefault(base, []).append(name)
    return {base: tuple(values) for base, values in names.items()}


def base_of(name: str) -> str:
    """Return the series that a value is of; the name itself where it is of none.

    >>> base_of("troops.jan"), base_of("troops")
    ('troops', 'troops')
    """
    return name.partition(".")[0]
