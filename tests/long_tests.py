"""Begins with the tests that take longest, so that no worker is left with one of them when the others have no more.

    items[:] = longest_first(items, workers=4)

The workers of `--dist worksteal` begin with one part each of all tests, in their order, and steal from the end of the
parts of others. So the long tests are dealt out to the beginnings of all parts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import pytest

SECONDS: Mapping[str, float] = tomllib.loads(
    Path(__file__).with_name("long_tests.toml").read_text(encoding="utf-8")
)
"""What the long ones took, by their names without parameters."""


def seconds(item: pytest.Item) -> float:
    """Return what a test takes; 0 if it is none of the long ones."""
    return SECONDS.get(item.nodeid.partition("[")[0], 0)


def longest_first(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """Return the tests so that each part, of as many as there are workers, begins with its share of the long ones."""
    long = sorted((item for item in items if seconds(item)), key=seconds, reverse=True)
    others = iter([item for item in items if not seconds(item)])
    result: list[pytest.Item] = []
    left = len(items)
    for worker in range(workers):
        size = left // (workers - worker)  # as the scheduler parts them
        dealt = long[worker::workers]
        result += dealt
        result += islice(others, max(size - len(dealt), 0))
        left -= size
    return [*result, *others]
