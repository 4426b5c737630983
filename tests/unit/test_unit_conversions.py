"""A measure that is converted rightly is never told, a wrong one always, in the words that CLDR has for units."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.units import format_unit
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.checks.unit_conversions import _contradicting, _pairs
from bookbuilder.locales import load
from bookbuilder.locales.unit_factors import conversions
from bookbuilder.locales.value_lexicon import lexicon
from bookbuilder.world import World

PAIRS = (
    ("length-kilometer", "length-mile"), ("length-meter", "length-foot"), ("length-centimeter", "length-inch"),
    ("area-hectare", "area-acre"), ("area-square-kilometer", "area-square-mile"), ("volume-liter", "volume-gallon"),
    ("speed-kilometer-per-hour", "speed-mile-per-hour"), ("mass-kilogram", "mass-ounce"),
    ("temperature-celsius", "temperature-fahrenheit"),
)  # fmt: skip
LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "ja", "nl", "sv")


def text(language: str, value: Decimal, unit: str, length: Any) -> str:
    return format_unit(value, unit, length=length, locale=language)


def told(language: str, sentence: str) -> list[bool]:
    """Whether each measure with brackets in a sentence is contradicted by these."""
    world = World(Path())
    words = lexicon(load(language, world), world)
    return [_contradicting(*pair) is not None for pair in _pairs(sentence, words)]


@given(
    st.sampled_from(LANGUAGES), st.sampled_from(PAIRS), st.booleans(), st.integers(3, 900),
    st.sampled_from(["long", "short"]),
    st.sampled_from([0, 1, 2]),
)  # fmt: skip
def test_conversions(
    language: str, pair: tuple[str, str], back: bool, value: int, length: str, digits: int
) -> None:
    one, other = reversed(pair) if back else pair
    real = next(conversions(Decimal(value), one, other))
    if real < 0:
        return  # a sign behind the bracket is not read
    first = text(language, Decimal(value), one, length)
    right = text(language, round(abs(real), digits), other, length)
    wrong = text(language, round(abs(real) * 3 + 100, digits), other, length)
    found = told(language, f"A {first} ({right}) b.")
    assert found in ([], [False]), (first, right)
    if found and real > 0:  # the words are known
        assert told(language, f"A {first} ({wrong}) b.") == [True], (first, wrong)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pair", PAIRS[:1])
def test_kilometres_and_miles_are_known_in_every_language(language: str, pair: tuple[str, str]) -> None:
    one, other = pair
    sentence = f"{text(language, Decimal(30), one, 'long')} ({text(language, Decimal(10), other, 'long')})"
    assert told(language, sentence) == [True], sentence
