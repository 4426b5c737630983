"""What a pseudo-locale does to text, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.document import nodes
from bookbuilder.document.pseudolocalize import pseudolocalize
from bookbuilder.html.untranslated_words import visible_texts
from bookbuilder.locales import dates, load
from bookbuilder.locales.pseudo_locales import ACCENTS, OVERRIDE, POP, PSEUDO, VOWELS, Pseudo
from bookbuilder.world import World
from tests.cases.case import ROOT

LONG, MIRRORED = PSEUDO["en-XA"], PSEUDO["ar-XB"]
BOTH = pytest.mark.parametrize("pseudo", PSEUDO.values(), ids=PSEUDO)
DIRECTIONS = {"en-XA": "ltr", "ar-XB": "rtl"}


def test_a_text_has_accents_is_longer_and_stands_in_brackets() -> None:
    assert LONG("The book") == "[Ţĥéé bööööķ]"
    text = (ROOT / "chapters/en/01-analyse.md").read_text(encoding="utf-8")
    assert 1.28 < len(LONG(text)) / len(text) < 1.4


def test_a_text_runs_the_other_way_word_by_word() -> None:
    assert MIRRORED("The 2 books") == f"{OVERRIDE}The{POP} 2 {OVERRIDE}books{POP}"


@BOTH
def test_fields_numbers_and_signs_stay(pseudo: Pseudo) -> None:
    assert pseudo("{a} {b}", fields=True) == "{a} {b}"
    assert pseudo("17.–21. 5 %") == "17.–21. 5 %"
    assert pseudo("{{?}} page {n}", fields=True).format(n=1) == pseudo("{?} page 1")


def test_every_vowel_changes() -> None:
    assert ACCENTS.keys() >= VOWELS
    assert not set(ACCENTS.values()) & set(string.ascii_letters)


@given(st.text())
def test_a_second_time_changes_nothing(text: str) -> None:
    for pseudo in PSEUDO.values():
        once = pseudo.letters(text)
        assert pseudo.letters(once) == once


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_what_has_gone_through_is_not_found(text: str) -> None:
    for pseudo in PSEUDO.values():
        assert pseudo.untouched(pseudo.letters(text)) == []


@pytest.mark.parametrize(
    ("text", "long", "mirrored"),
    [
        ("Ţĥéé book", ["book"], ["Ţĥéé", "book"]),
        ("PDF, ISBN, a", [], []),
        ("see www.example.org/a, a.b@example.org, https://example.org", ["see"], ["see"]),
        (f"{OVERRIDE}see{POP} it", ["see", "it"], ["it"]),
    ],
)
def test_what_has_not_is_found(text: str, long: list[str], mirrored: list[str]) -> None:
    assert MIRRORED.untouched(text) == mirrored
    if OVERRIDE not in text:
        assert LONG.untouched(text) == long


@BOTH
def test_a_pseudo_locale_counts_as_americans_do_and_speaks_no_english(pseudo: Pseudo) -> None:
    there = load(pseudo.tag, World(ROOT))
    assert (there.tag, there.language, there.home_currency) == (pseudo.tag, "en", "USD")
    assert (there.pseudo, there.direction) == (pseudo, DIRECTIONS[pseudo.tag])
    for text in (
        there.say("Contents"),
        there.say("Chapter {number}", number=3),
        there.say_many(
            "Figure {numbers}: {credit}", "Figures {numbers}: {credit}", 2, numbers="1, 2", credit=""
        ),
        dates.date(dt.date(2022, 1, 17), there, "day"),
    ):
        assert pseudo.untouched(text) == [] and any(map(str.isalpha, text))


def test_what_is_printed_in_a_pseudo_locale() -> None:
    there = load("en-XA", World(ROOT))
    assert there.say("Chapter {number}", number=3) == "[Çĥååpţééŕ 3]"
    assert dates.date(dt.date(2022, 1, 17), there) == "Ĵååñûûååŕý\u00a017, 2022"


def test_a_line_is_marked_once_and_code_and_addresses_stay() -> None:
    line = (
        nodes.Text("See "),
        nodes.Styled("emphasis", (nodes.Text("this"),)),
        nodes.CodeText("code"),
        nodes.Link("https://example.org", (nodes.Text("https://example.org"),)),
        nodes.Link("https://example.org", (nodes.Text("there"),)),
    )
    chapter = nodes.Chapter(id="a", span=nodes.Text("").span, title=line, blocks=(), lang="fr")
    found = pseudolocalize(chapter, LONG)
    first, see, styled, code, address, named, last = found.title
    assert (first, last) == (nodes.Text("["), nodes.Text("]"))
    assert (see, styled) == (nodes.Text("Šéééé "), nodes.Styled("emphasis", (nodes.Text("ţĥîîš"),)))
    assert (code, address) == (line[2], line[3])
    assert named == nodes.Link("https://example.org", (nodes.Text("ţĥééŕéé"),))
    assert (found.id, found.lang) == ("a", "")


def test_what_readers_see_and_hear_of_a_page() -> None:
    page = (
        '<html><head><title>A</title><meta name="description" content="B"><style>no</style></head>'
        '<body aria-label="C"><p>D <code>no</code> E<img alt="F" src="no"> G</p><script>no</script> H'
        '<span class="address">no</span></body></html>'
    )
    assert [text.strip() for text in visible_texts(page) if text.strip()] == list("ABCDEFGH")
