"""What a listener gets in every locale is what the tables in heard/ say; `--accept` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.golden.heard import spoken, table
from tests.golden.table import ROWS, TAGS, locale

HERE = Path(__file__).parent / "heard"


@pytest.mark.parametrize("tag", TAGS)
def test_a_table(tag: str, accept: bool) -> None:
    place = HERE / f"{tag}.txt"
    if accept:
        place.write_text(table(tag), encoding="utf-8")
    assert place.read_text(encoding="utf-8") == table(tag)


def test_no_table_is_left_over() -> None:
    assert sorted(place.stem for place in HERE.iterdir()) == sorted(TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_short_numbers_and_quantities_are_heard_as_long_ones(tag: str) -> None:
    """The long form knows the number, the listener gets the same words for the short one."""
    rows: dict[tuple[str, bool], dict[str, str]] = {}
    for (title, data, form, approximate), text in zip(ROWS, spoken(locale(tag)), strict=True):
        if "number" in data or "quantity" in data:
            words = re.sub(
                "[\u00a0\u202f\u200e\u200f ]+", "", text
            )  # Japanese parts words from figures, not units
            rows.setdefault((title, approximate), {})[form] = words
    pairs = [(forms["short"], forms["long"]) for forms in rows.values() if forms.keys() >= {"short", "long"}]
    assert len(pairs) == 8
    assert [short for short, _ in pairs] == [long for _, long in pairs]
