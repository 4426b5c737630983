"""Whatever number a locale prints, it is known as one, and its decimal sign stands below those of its column."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.document import nodes
from bookbuilder.document.carried_sums import carried_column
from bookbuilder.document.walk import plain, walk
from bookbuilder.facts import Amount, FactValue, Number, Percentage, Quantity, format_fact
from bookbuilder.html.number_columns import PAD, with_aligned_numbers
from bookbuilder.locales.number_shape import number_shape
from tests.golden.table import TAGS
from tests.golden.table import locale as locale_of

tags = st.sampled_from(TAGS)
RIGHTWARD = [tag for tag in TAGS if locale_of(tag).direction == "ltr"]
values = st.decimals(-(10**9), 10**9, places=4, allow_nan=False)
facts: st.SearchStrategy[FactValue] = st.one_of(
    values.map(Number),
    values.map(Percentage),
    values.map(lambda value: Amount(value, "EUR")),
    values.map(lambda value: Amount(value, "JPY")),
    values.map(lambda value: Quantity(value, "km")),
)


@given(facts, st.integers(0, 4), tags)
def test_every_number_in_digits_is_known_with_its_decimals(fact: FactValue, decimals: int, tag: str) -> None:
    text = format_fact(fact, locale_of(tag), f"digits:{decimals}").text
    shape = number_shape(text, locale_of(tag))
    assert shape is not None, text
    assert shape.decimals == decimals, text


def column(*texts: str) -> nodes.Table:
    """Return a table of one column."""
    head = nodes.Row((nodes.Cell((nodes.Text("Head"),), scope="col"),))
    return nodes.Table((head,), tuple(nodes.Row((nodes.Cell((nodes.Text(text),)),)) for text in texts))


@given(st.lists(st.tuples(values, st.integers(0, 4)), min_size=1), st.sampled_from(RIGHTWARD))
def test_numbers_with_their_invisible_digits_have_as_many_decimals(
    numbers: list[tuple[Decimal, int]], tag: str
) -> None:
    locale = locale_of(tag)
    texts = [format_fact(Number(value), locale, f"digits:{decimals}").text for value, decimals in numbers]
    made = with_aligned_numbers(column(*texts), locale, padded=True)
    shapes = [number_shape(plain(row.cells[0].content), locale) for row in made.body]
    assert {shape.decimals for shape in shapes if shape} == {max(decimals for _, decimals in numbers)}
    hidden = [node for node in walk(made) if isinstance(node, nodes.Styled) and node.kind == PAD]
    for row, text in zip(made.body, texts, strict=True):
        seen = (node for node in row.cells[0].content if not isinstance(node, nodes.Styled))
        assert plain(tuple(seen)) == text
    assert len(hidden) == sum(decimals < max(most for _, most in numbers) for _, decimals in numbers)
    plainly = with_aligned_numbers(column(*texts), locale, padded=False)
    assert {cell.align for cell in walk(plainly) if isinstance(cell, nodes.Cell)} == {nodes.Align.END}
    assert [plain(row.cells[0].content) for row in plainly.body] == texts


@pytest.mark.parametrize(
    ("text", "decimals"),
    [
        ("1.234,5", 1), ("−3", 0), ("– 3", 0), ("+12,50 €", 2), ("CHF 1’000,25", 2), ("5 %", 0), ("3,5 km/h", 1),
        ("20 °C", 0), ("1 000 000", 0), ("12 Mio. €", 0), ("3人", 0), ("7", 0), ("1,5 m²", 1), ("≈ 30 kg", 0),
    ],
)  # fmt: skip
def test_numbers_with_signs_and_units(text: str, decimals: int) -> None:
    shape = number_shape(text, locale_of("de"))
    assert shape is not None
    assert shape.decimals == decimals


@pytest.mark.parametrize(
    "text",
    ["", "1.", "1.2", "17.1.", "17.1.2022", "1.234.5", "10.30", "15:30", "5–10", "12a", "Nr. 5", "3 Kapitel", "1/2", "§ 5",
     "ISBN 5", "2022-01-17", "1,2,3", "1 2", "zwei", "³", "½", "1" * 50],
)  # fmt: skip
def test_what_is_no_number_is_left_alone(text: str) -> None:
    assert number_shape(text, locale_of("de")) is None
    assert with_aligned_numbers(column("7", text or "x"), locale_of("de"), padded=True) == column(
        "7", text or "x"
    )


@given(st.lists(values, min_size=1), st.sampled_from(TAGS), st.booleans())
def test_a_hyphen_before_a_number_of_a_column_is_a_minus_sign(
    numbers: list[Decimal], tag: str, padded: bool
) -> None:
    locale = locale_of(tag)
    texts = [f"{'-' if value < 0 else ''}{abs(int(value))}" for value in numbers]
    made = with_aligned_numbers(column(*texts), locale, padded=padded)
    shown = [re.sub(r"[\u061c\u200e\u200f]", "", plain(row.cells[0].content)) for row in made.body]
    assert shown == [text.replace("-", "−") for text in texts]


@pytest.mark.parametrize("tag", ["ar-EG", "fa-IR", "he-IL", "ur-PK"])
def test_a_minus_sign_stands_to_the_left_of_western_digits(tag: str) -> None:
    """Without a mark it would stand behind them: in a line from right to left that is their right."""
    made = with_aligned_numbers(column("-5", "7"), locale_of(tag), padded=True)
    assert plain(made.body[0].cells[0].content) == "\u200e−5"
    sums = carried_column(nodes.Table((), column("-5", "-7").body), 0, locale_of(tag)).sums
    assert sums == ("\u200e−5", "\u200e−12")


def test_words_with_a_hyphen_keep_it() -> None:
    for texts in (("-Wort", "-5"), ("1-5", "-"), ("-", "–")):
        made = with_aligned_numbers(column(*texts), locale_of("de"), padded=True)
        assert [plain(row.cells[0].content) for row in made.body] == list(texts)


@given(st.lists(values.filter(bool), min_size=1, max_size=5), st.sampled_from(["ar", "fa", "ur"]))
def test_a_column_of_an_arabic_script_with_digits_of_the_west_is_added_up(
    numbers: list[Decimal], tag: str
) -> None:
    cells = tuple(nodes.Row((nodes.Cell((nodes.Text(f"{value:,.4f}"),)),)) for value in numbers)
    found = carried_column(nodes.Table((), cells), 0, locale_of(tag))
    assert not found.wrong
    bare = [re.sub(r"[\u061c\u200e\u200f]", "", text).replace("−", "-") for text in found.sums]
    assert bare == [f"{sum(numbers[:end]) + 0:,.4f}" for end in range(1, len(numbers) + 1)]
