"""Sums of money in running text: what is found, and that hostile text costs no more than its length."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from bookbuilder.facts.sums_of_money import Sum, fact_notation, find_sums
from bookbuilder.locales import load
from bookbuilder.locales.article_vocabulary import Vocabulary, readable, vocabulary
from bookbuilder.world import World
from tests.growth import at_most
from tests.unit.pairs import Pair, pairs

WORLD = World(Path(__file__).parents[2])
CASES = pairs(Path(__file__).parent / "sums_of_money_cases.md")


def words(tag: str) -> Vocabulary:
    found = vocabulary(load(tag, WORLD), WORLD)
    assert found is not None
    return found


def shown(found: Sum) -> str:
    more = [name for name in ("spelled", "leans") if getattr(found, name)]
    return " ".join([fact_notation(found.value, found.currency), f"±{found.step:f}", *more])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_found(case: Pair, accept: bool) -> None:
    lines = []
    for found in find_sums(case.source, words(case.title[:2])):
        worth = f" = {shown(found.worth)}" if found.worth else ""
        text = case.source[found.start : found.end].replace("\n", "⏎")
        signed = " signed" if found.signed else ""
        lines.append(f"{text} → {shown(found.sum)}{worth}{signed}\n")
    case.compare("".join(lines), accept=accept)


def test_languages_that_can_be_read() -> None:
    assert {"de", "en", "fr"} <= set(readable(WORLD))
    assert vocabulary(load("ja", WORLD), WORLD) is None


@pytest.mark.parametrize("tag", readable(WORLD))
def test_a_vocabulary_knows_every_month_and_weekday(tag: str) -> None:
    found = words(tag)
    assert set(found.months.values()) == set(range(1, 13))
    assert set(found.weekdays.values()) == set(range(7))


@pytest.mark.parametrize(
    "piece", ["1", "1.", "1 ", "rund ", "$", "1.000", "1 Million ", "(", "zwei ", "mehr als "]
)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        assert not list(find_sums(text, words("de")))
        return time.process_time() - start

    assert at_most(40, seconds, 20_000, 200_000)


def test_a_sum_in_the_grammar_of_facts() -> None:
    assert fact_notation(Decimal("1234567.5"), "EUR") == "1234567.5 EUR"
    assert fact_notation(Decimal("1.5e9"), "USD") == "1.5e9 USD"
