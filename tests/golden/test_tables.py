"""What every locale prints for a fixed set of facts is what the tables in locales/ say; `--accept` writes them anew."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from babel.localedata import locale_identifiers

from bookbuilder.facts import format_fact
from bookbuilder.locales import available, load, numbers
from bookbuilder.locales import missing as missing_parts
from bookbuilder.world import World
from tests.cases.case import ROOT
from tests.golden.table import ROWS, TAGS, fact, locale, table

HERE = Path(__file__).parent / "locales"


@pytest.mark.parametrize("tag", TAGS)
def test_a_table(tag: str, accept: bool) -> None:
    place = HERE / f"{tag}.txt"
    if accept:
        place.write_text(table(tag), encoding="utf-8")
    assert place.read_text(encoding="utf-8") == table(tag)


def test_every_folder_of_a_locale_has_a_table() -> None:
    covered = {tag for full in TAGS for tag in (full, full.split("-")[0])}
    assert sorted(set(available()) - covered) == []
    assert sorted(place.stem for place in HERE.iterdir()) == sorted(TAGS)


@pytest.mark.parametrize(
    ("tag", "currency"),
    [
        ("de-DE", "EUR"),
        ("de-CH", "CHF"),
        ("de-LI", "CHF"),
        ("en-GB", "GBP"),
        ("ar-EG", "EGP"),
        ("hr-HR", "EUR"),
        ("pt-BR", "BRL"),
    ],
)
def test_readers_count_in_the_money_of_their_region(tag: str, currency: str) -> None:
    assert locale(tag).home_currency == currency


@pytest.mark.parametrize(
    ("tag", "missing"),
    [("de-AT", ()), ("en-GB", ()), ("fi-FI", ("official names", "no spaces", "not hyphenated"))],
)
def test_what_falls_back_is_said(tag: str, missing: tuple[str, ...]) -> None:
    said = missing_parts(tag, World(ROOT))
    assert len(said) == len(missing)
    assert all(words in line for words, line in zip(missing, said))


def test_a_book_may_count_in_other_money() -> None:
    there = load("de-DE", World(ROOT), home_currency="CHF")
    aid = fact({"amount": "200e6 USD", "rates": {"EUR": "1.1345", "CHF": "1.0924"}})
    assert format_fact(aid, there).text == "200\u00a0Millionen Dollar (rund\u00a0183\u00a0Millionen Franken)"
    assert format_fact(aid, there, equivalent="EUR").text.endswith("(rund\u00a0176\u00a0Millionen Euro)")


LANGUAGES = sorted(tag for tag in locale_identifiers() if "_" not in tag)


@pytest.mark.heavy
def test_every_language_of_cldr_prints_every_fact() -> None:
    """No crash, no identifier of Babel's, nothing empty; a number can be read back."""
    assert len(LANGUAGES) > 200
    for tag in LANGUAGES:
        there = locale(tag)
        for title, data, form, approximate in ROWS[:12] + ROWS[30::3]:
            form, _, pair = form.partition(" ")
            text = format_fact(fact(data), there, form, sign=pair == "sign", approximate=approximate).text
            assert text.strip() == text and text, (tag, title)
            assert not re.search("[a-z]-(kilometer|hour|day|percent|megawatt)|\0|[{}]", text), (
                tag,
                title,
                text,
            )
        value = Decimal("-1234567.5")
        assert numbers.parsed(numbers.number(value, there), there) == value, tag
