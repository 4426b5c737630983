"""For every list of entries and every language: one order, whatever they come in, and each letter heads one group."""

from __future__ import annotations

import unicodedata
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.locales.collation import Collation, collation, kinds
from tests.golden.table import TAGS, locale

ORDERS = [(tag, kind) for tag in TAGS for kind in ("", *kinds(locale(tag)))]

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
letters = st.text("aAäÄàzZßſIiıİñchČźåøæ-' .,1٣αжкかア中الש\u0301\u200d", max_size=8)
entries = st.lists(words | letters, max_size=12)
orders = st.sampled_from(ORDERS).map(lambda order: collation(locale(order[0]), order[1]))


@pytest.mark.heavy
@given(entries, orders)
def test_the_order_does_not_depend_on_the_order_before(found: list[str], order: Collation) -> None:
    backwards = found[::-1]
    assert sorted(found, key=order.key) == sorted(backwards, key=order.key)


@given(words | letters, words | letters, orders)
def test_two_entries_that_differ_have_an_order(one: str, other: str, order: Collation) -> None:
    assert (order.key(one) == order.key(other)) is (one == other)


@pytest.mark.heavy
@given(entries, orders)
def test_a_letter_heads_one_group(found: list[str], order: Collation) -> None:
    heads = [head for head, _ in groupby(sorted(found, key=order.key), key=order.letter)]
    assert len(heads) == len(set(heads))
    assert all(heads)


@given(words, orders)
def test_a_key_is_the_same_twice_and_in_another_normal_form(word: str, order: Collation) -> None:
    assert order.key(word) == order.key(word)
    assert order.key(unicodedata.normalize("NFD", word))[:2] == order.key(word)[:2]
    assert order.letter(unicodedata.normalize("NFD", word)) == order.letter(word)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("Ägypten", "A"),
        ("ßtraße", "S"),
        ("Łódź", "L"),
        ("Øre", "O"),
        ("1945", "#"),
        ("«Die» Zeit", "D"),
        ("¿Qué?", "Q"),
        ("(Neu-)Kölln", "N"),
        ("Київ", "#"),
        ("…", "#"),
        ("", "#"),
    ],
)
def test_german_letters(entry: str, expected: str) -> None:
    assert collation(locale("de-DE")).letter(entry) == expected


def test_din_5007() -> None:
    names = ["Göthe", "Goethe", "Goldmann", "Götz", "Gotthelf", "Göbel", "Gobi"]
    words, phonebook = (collation(locale("de-DE"), kind) for kind in ("", "phonebook"))
    assert sorted(names, key=words.key) == [
        "Göbel", "Gobi", "Goethe", "Goldmann", "Göthe", "Gotthelf", "Götz",
    ]  # fmt: skip
    assert sorted(names, key=phonebook.key) == [
        "Gobi", "Göbel", "Goethe", "Göthe", "Götz", "Goldmann", "Gotthelf",
    ]  # fmt: skip


def test_the_order_of_ukrainian_is_not_that_of_russian() -> None:
    shuffled = list("йїіизжєедґг")
    assert "".join(sorted(shuffled, key=collation(locale("uk-UA")).key)) == "гґдеєжзиіїй"


def test_a_language_names_its_orders() -> None:
    assert kinds(locale("de-DE")) == ("phonebook", "standard")
    assert kinds(locale("en-US")) == ("standard",)
    assert {"pinyin", "stroke"} <= set(kinds(locale("zh-CN")))
