"""What a language borrows: words and hyphenation of a near one, in its own script, whatever CLDR knows."""

from __future__ import annotations

import re

import pyphen
import pytest
from babel import Locale as Cldr
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.locales import available, load
from bookbuilder.locales.hyphenator import hyphenator, pattern_language
from bookbuilder.locales.locale import missing, word_lender
from bookbuilder.locales.scripts import script_of
from bookbuilder.world import World
from tests.cases.case import ROOT

WORLD = World(ROOT)
TAGS = sorted(name.replace("_", "-") for name in locale_identifiers() if name != "root")
LETTERS = {"Latn": "bcdegiklmnoprstuvaeio", "Cyrl": "абвгдеиклмнопрст", "Grek": "αβγδεικλμνοπρστ"}
tags = st.sampled_from(TAGS)


@given(tags)
def test_patterns_are_of_the_script_and_there(tag: str) -> None:
    found = pattern_language(tag)
    assert found == pattern_language(tag.replace("-", "_"))
    if found:
        assert found.replace("-", "_") in pyphen.LANGUAGES
        assert script_of(found) == script_of(tag)
    assert (hyphenator(tag, WORLD) is not None) == bool(found)


@given(tags)
def test_words_are_of_the_script_and_never_of_a_language_that_has_its_own(tag: str) -> None:
    found = word_lender(tag)
    assert found != "en"
    if found:
        assert found in available()
        assert script_of(found) == script_of(tag)
        assert Cldr.parse(tag.replace("-", "_")).language not in available()


@pytest.mark.heavy
@given(tags)
def test_every_locale_says_something_and_tells_what_it_borrows(tag: str) -> None:
    locale = load(tag, WORLD)
    lender = word_lender(tag)
    wanted = load(lender, WORLD).say("Contents") if lender else None
    if wanted:
        assert locale.say("Contents") == wanted
        assert any("what the program says is in" in part for part in missing(tag, WORLD))
    assert "{" not in locale.say("Chapter {number}", number=3)


@given(tags.filter(lambda tag: script_of(tag) in LETTERS and pattern_language(tag) != ""), st.data())
def test_a_word_is_divided_and_no_letter_is_lost(tag: str, data: st.DataObject) -> None:
    word = data.draw(st.text(LETTERS[script_of(tag)], min_size=1, max_size=30))
    made = hyphenator(tag, WORLD)
    assert made is not None
    parts = made.with_hyphens(word, "|").split("|")
    assert "".join(parts) == word
    assert all(len(part) >= 1 for part in parts)


@pytest.mark.parametrize(
    ("tag", "patterns", "words"),
    [
        ("bs", "hr", ""), ("sr-Latn", "sr-Latn", ""), ("sr-ME", "sr-Latn", ""), ("sr", "sr", ""), ("eo", "eo", ""),
        ("no", "nb", ""), ("gsw", "de", "de"), ("lb", "de", "de"), ("br", "fr", "fr"), ("ms", "id", ""), ("ca", "ca", "es"),
        ("sk", "sk", "cs"), ("cy", "", ""), ("fi", "", ""), ("kk", "", "ru"), ("uz", "", ""), ("fa", "", ""),
        ("de-AT", "de-AT", ""), ("zh-TW", "", ""),
    ],
)  # fmt: skip
def test_what_is_near(tag: str, patterns: str, words: str) -> None:
    assert (pattern_language(tag), word_lender(tag)) == (patterns, words)


def test_a_borrowed_word_gives_way_to_that_of_the_book() -> None:
    locale = load("ca", WORLD, {"Contents": "Sumari"})
    assert locale.say("Contents") == "Sumari"
    assert re.match("Cap.tulo 3", locale.say("Chapter {number}", number=3))
