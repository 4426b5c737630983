"""Numbers of a text and its translation: the same ones never alarm, whatever their form; a changed figure always does."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Span
from bookbuilder.document.compare_numbers import changed_numbers, numbers_in_line
from bookbuilder.document.text_lines import TextLine
from bookbuilder.locales import dates, numbers
from bookbuilder.locales.value_lexicon import Lexicon, lexicon
from bookbuilder.world import World
from tests.cases.case import ROOT
from tests.golden.table import TAGS
from tests.golden.table import locale as locale_of
from tests.growth import at_most

WORLD = World(ROOT)
tags = st.sampled_from(TAGS)
values = st.decimals(min_value=0, max_value=10**9, places=1, allow_nan=False) | st.integers(0, 10**12).map(
    Decimal
)
said = st.lists(values, max_size=6)
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


@cache
def words_of(tag: str) -> Lexicon:
    return lexicon(locale_of(tag), WORLD)


def line(text: str) -> TextLine:
    return TextLine("paragraph", Span(), text, (), ())


def alarms(source: str, first: str, translation: str, second: str) -> list[tuple[str, str]]:
    pairs = changed_numbers(
        list(numbers_in_line(line(source), words_of(first))),
        list(numbers_in_line(line(translation), words_of(second))),
    )
    return [(one.text, other.text) for one, other in pairs]


def test_numbers_behind_a_date_are_seen() -> None:
    found = [one.text for one in numbers_in_line(line("Am 17. Januar 2022 kamen 250 Leute."), words_of("de"))]
    assert found == ["17. Januar 2022", "17. Januar 2022", "250"]


@given(st.text(max_size=200), tags)
def test_equal_texts_never_alarm(text: str, tag: str) -> None:
    assert alarms(text, tag, text, tag) == []


@given(said, tags, tags)
def test_the_same_numbers_in_another_language_never_alarm(found: list[Decimal], one: str, other: str) -> None:
    texts = [" | ".join(numbers.number(value, locale_of(tag)) for value in found) for tag in (one, other)]
    assert alarms(texts[0], one, texts[1], other) == []


@given(days, tags, tags, st.sampled_from(["date", "day", "full"]))
def test_the_same_day_in_another_language_never_alarms(day: dt.date, one: str, other: str, form: str) -> None:
    texts = [dates.date(day, locale_of(tag), form) for tag in (one, other)]
    assert alarms(texts[0], one, texts[1], other) == []


@given(st.integers(13, 10**9), st.integers(0, 9), st.integers(0, 9), tags, tags)
def test_a_changed_figure_always_alarms(value: int, place: int, figure: int, one: str, other: str) -> None:
    digits = list(str(value))
    place %= len(digits)
    if digits[place] == str(figure) or (place == 0 and figure == 0):
        return
    digits[place] = str(figure)
    source = numbers.number(Decimal(value), locale_of(one))
    translation = numbers.number(Decimal("".join(digits)), locale_of(other))
    assert len(alarms(f"| {source} |", one, f"| {translation} |", other)) == 1


@given(days, st.integers(1, 11), tags, tags)
def test_a_changed_day_always_alarms(day: dt.date, by: int, one: str, other: str) -> None:
    source = dates.date(day, locale_of(one))
    translation = dates.date(day + dt.timedelta(days=by), locale_of(other))
    assert alarms(source, one, translation, other)


@pytest.mark.heavy
@pytest.mark.parametrize("piece", ["1 ", "12.000 ", "17. Januar 2022, ", "5 % ", "$3 ", "1.2.3 ", "zwölf 5 "])
def test_many_numbers_take_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        count = size // len(piece)
        source = piece * count
        translation = " ".join(f"{n} ships" for n in range(count))
        start = time.process_time()
        alarms(source, "de-DE", translation, "en-US")
        return time.process_time() - start

    assert at_most(40, seconds, 4_000, 40_000)
