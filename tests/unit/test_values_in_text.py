"""Numbers and days in texts of every language: what is found, what contradicts a value, and that it takes linear time."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from pathlib import Path

import pytest

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.facts import FORMS, FactValue, format_fact, parse_literal
from bookbuilder.facts.contradictions import find_contradiction
from bookbuilder.facts.dates_in_text import DateInText
from bookbuilder.facts.numbers_in_text import NumberInText, roman
from bookbuilder.facts.values_in_text import values_in_text
from bookbuilder.locales import Locale
from bookbuilder.locales.tokenizer import tokenize
from bookbuilder.locales.value_lexicon import Lexicon, Phrases, lexicon
from bookbuilder.world import World
from tests.cases.case import ROOT
from tests.golden.table import TAGS
from tests.golden.table import locale as locale_of
from tests.growth import at_most
from tests.unit.pairs import Pair, pairs

WORLD = World(ROOT)
CASES = pairs(Path(__file__).parent / "values_in_text_cases.md")


def words(tag: str) -> Lexicon:
    return lexicon(locale_of(tag), WORLD)


def shown(one: NumberInText | DateInText, text: str) -> str:
    """Return a line of values_in_text_cases.md."""
    quote = text[one.start : one.end].strip().replace("\n", "⏎")
    if isinstance(one, DateInText):
        parts = {
            "day": one.day,
            "month": one.month,
            "year": one.year,
            "weekday": one.weekday,
            "since": one.since,
        }
        return f"{quote} → " + " ".join(
            f"{name} {value}" for name, value in parts.items() if value is not None
        )
    usual = sorted(
        one.currencies & {"USD", "EUR", "GBP", "JPY", "CHF", "PLN", "CZK", "SEK", "UAH", "RUB", "CNY", "ILS"}
    )
    flags = [name for name in FLAGS if getattr(one, name)]
    lean = [] if one.lean is None else [("about", "more", "less")[one.lean]]
    found = [
        f"{one.value.normalize():f}",
        *usual,
        *(["%"] if one.percent else []),
        *sorted(one.units),
        *lean,
        *flags,
    ]
    return f"{quote} → {' '.join(found)}"


FLAGS = ("inner", "spelled", "joined", "uncertain", "clock", "converted")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_found(case: Pair, accept: bool) -> None:
    text, tag = case.source, case.title.split(":")[0]
    case.compare("".join(f"{shown(one, text)}\n" for one in values_in_text(text, words(tag))), accept=accept)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_text_in_which_a_weekday_is_found_looks_as_if_it_had_one(case: Pair) -> None:
    lexicon = words(case.title.split(":")[0])
    found = [
        one
        for one in values_in_text(case.source, lexicon)
        if isinstance(one, DateInText) and one.weekday is not None
    ]
    assert lexicon.weekdays.perhaps_in(case.source) or not found


def test_weekdays_are_looked_for_as_words() -> None:
    assert words("de").weekdays.perhaps_in("am MONTAG, 17. Januar")
    assert not words("de").weekdays.perhaps_in("der Montagabend, die Domäne und 17 Sofas")
    assert words("ja").weekdays.perhaps_in("2022年1月17日月曜日")
    assert not Phrases({}).perhaps_in("Montag")


def test_every_language_of_the_golden_tables_is_shown() -> None:
    assert {locale_of(tag).language for tag in TAGS} <= {title.split(":")[0].split("-")[0] for title in CASES}


def fact(**keys: str) -> FactValue:
    found = parse_literal(keys, Span(), Findings())
    assert found is not None
    return found


SUMS, CODES = ("200e6", "1.5e9", "3e12", "45000", "12.5"), ("USD", "EUR", "UAH")
FACTS = [
    *(fact(amount=f"{value} {code}") for value in SUMS for code in CODES),
    fact(amount="200e6 USD", equivalent="EUR", rate="1.1345"),
    *(fact(date=day) for day in ("2022-01-17", "2022-03-01", "2021-12-31")),
    *(fact(interval=days) for days in ("2022-01-17/2022-01-21", "2022-01-31/2022-02-04", "2021-12-30/2022-01-03")),
    *(fact(number=value) for value in ("5", "17", "1000", "100000", "1500000", "2.5", "5..10")),
    *(fact(quantity=value) for value in ("30 km", "2.5 square-kilometer", "5..10 km")),
    *(fact(duration=value) for value in ("2 hours", "3 days")),
    *(fact(percentage=value) for value in ("12.5", "3", "5..10")),
]  # fmt: skip
OTHER = {
    **{FACTS.index(fact(amount=f"45000 {code}")): fact(amount=f"45000000 {code}") for code in CODES},
    FACTS.index(fact(amount="200e6 USD")): fact(amount="200e9 USD"),
    FACTS.index(fact(amount="1.5e9 EUR")): fact(amount="1.5e6 EUR"),
    FACTS.index(fact(amount="3e12 USD")): fact(amount="4e12 USD"),
    FACTS.index(fact(date="2022-01-17")): fact(date="2022-01-18"),
    FACTS.index(fact(date="2022-03-01")): fact(date="2022-04-01"),
    FACTS.index(fact(interval="2022-01-17/2022-01-21")): fact(interval="2022-01-17/2022-01-20"),
    FACTS.index(fact(number="100000")): fact(number="10000"),
    FACTS.index(fact(quantity="30 km")): fact(quantity="31 km"),
    FACTS.index(fact(duration="3 days")): fact(duration="4 days"),
    FACTS.index(fact(percentage="12.5")): fact(percentage="12"),
}  # fmt: skip
"""Facts by their number, and values that they contradict."""


def forms(locale: Locale, value: FactValue) -> list[str]:
    """Return a value in every form; a week or a year names no day, and a number with a bare M may be anything."""
    left_out = ("week", "year", "ordinal", "spellout")
    kinds = [form for form in ("", *FORMS[type(value)]) if form not in left_out]
    return [
        format_fact(value, locale, form).text for form in kinds if not (form == "short" and value in NUMBERS)
    ]


NUMBERS = [value for value in FACTS if type(value).__name__ == "Number"]


@pytest.mark.parametrize("tag", TAGS)
def test_what_a_locale_prints_does_not_contradict_the_value(tag: str) -> None:
    for value in FACTS:
        for text in forms(locale_of(tag), value):
            assert find_contradiction(text, value, words(tag)) == "", (text, value)


@pytest.mark.parametrize("tag", TAGS)
def test_what_a_locale_prints_contradicts_another_value(tag: str) -> None:
    for index, other in OTHER.items():
        for text in forms(locale_of(tag), FACTS[index]):
            assert find_contradiction(text, other, words(tag)), (text, other)


@pytest.mark.parametrize("tag", TAGS)
def test_every_day_of_a_month_is_read_back(tag: str) -> None:
    for day in (dt.date(2022, month, number) for month in range(1, 13) for number in (1, 12, 28)):
        (found,) = values_in_text(
            format_fact(fact(date=day.isoformat()), locale_of(tag), "full").text, words(tag)
        )
        assert isinstance(found, DateInText)
        assert (found.day, found.month, found.year, found.weekday) == (
            day.day,
            day.month,
            day.year,
            day.weekday(),
        )


@pytest.mark.heavy
@pytest.mark.parametrize(
    "text",
    [
        "1.000", "Montag, den ", "17. Januar ", "1", "1.", "1 000 ", "200 Millionen ", "(((", "rund ", "1,5 Mio. ",
        "Mai 2022 ", "10 bis ", "1-", "½ halb 3 ", "2億", "US-", "5 %",
    ],
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    """Ten times the text takes at most about ten times the time."""

    def seconds(size: int) -> float:
        long = text * (size // len(text))
        start = time.process_time()
        values_in_text(long, words("de-DE"))
        find_contradiction(long, fact(interval="2022-01-17/2022-01-21"), words("de-DE"))
        find_contradiction(long, fact(amount="200e6 USD"), words("de-DE"))
        return time.process_time() - start

    assert at_most(40, seconds, 2_000, 20_000)


def test_roman_numerals() -> None:
    assert [roman(word) for word in ("XIV", "XX", "VI", "LI", "I", "x", "MIX", "IIIIIII")] == [
        14,
        20,
        6,
        51,
        None,
        None,
        None,
        None,
    ]


def test_a_long_run_of_figures_is_a_code_and_no_number() -> None:
    (found,) = values_in_text("9" * 500, words("de-DE"))
    assert isinstance(found, NumberInText) and found.uncertain and found.value < Decimal(10) ** 20


def test_tokens_keep_their_place() -> None:
    text = "Rund\u200f 200\u00a0Mio. ٢٠٠, 2億ドル"
    assert [text[t.start : t.end] for t in tokenize(text)] == [
        "Rund",
        "200",
        "Mio",
        ".",
        "٢٠٠",
        ",",
        "2",
        "億",
        "ド",
        "ル",
    ]


def test_a_language_without_words_of_its_own_is_read_by_cldr() -> None:
    found = values_in_text("200 mio. kr., mandag den 17. januar 2022, 12,5 procent", words("da-DK"))
    assert [one.value for one in found if isinstance(one, NumberInText)] == [200_000_000, Decimal("12.5")]
    assert find_contradiction("200 milliarder kroner", fact(amount="200e6 DKK"), words("da-DK"))
