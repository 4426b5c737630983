"""The longest tests are there, and each worker begins with its share of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.long_tests import SECONDS, longest_first

ROOT = Path(__file__).parents[1]
LONG = tuple(SECONDS)


@pytest.mark.parametrize("name", LONG)
def test_it_is_there(name: str) -> None:
    file, _, function = name.partition("::")
    assert f"\ndef {function}(" in (ROOT / file).read_text(encoding="utf-8")


def items(names: list[str]) -> list[Any]:
    return [SimpleNamespace(nodeid=name) for name in names]


@given(
    st.lists(st.sampled_from([*LONG[:5], "a::b", "c::d"]) | st.just(f"{LONG[5]}[0]"), max_size=30),
    st.integers(1, 5),
)
def test_nothing_is_lost(names: list[str], workers: int) -> None:
    found = [item.nodeid for item in longest_first(items(names), workers)]
    assert sorted(found) == sorted(names)
    assert [name for name in found if name in ("a::b", "c::d")] == [
        name for name in names if name in ("a::b", "c::d")
    ]


def test_parts_begin_with_the_longest() -> None:
    found = [item.nodeid for item in longest_first(items(["a::b"] * 8 + [f"{LONG[3]}[x]", *LONG[:3]]), 2)]
    assert found == [LONG[0], LONG[2], *["a::b"] * 4, LONG[1], f"{LONG[3]}[x]", *["a::b"] * 4]
