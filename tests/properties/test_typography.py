"""Typography keeps every letter, does nothing twice, cuts its runs where they were, and takes linear time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.locales.text_runs import Flow, LetterRun
from tests.golden.table import locale as locale_of
from tests.growth import ATTEMPTS, linear, seconds

TAGS = (
    "de-DE", "de-AT", "de-CH", "en-US", "en-GB", "fr-FR", "fr-CH", "es-ES", "it-IT", "nl-NL", "pt-PT", "sv-SE",
    "pl-PL", "cs-CZ", "uk-UA", "ru-RU", "tr-TR", "ja-JP",
)  # fmt: skip

PIECES = [
    *"\"'„“”‚‘’«»‹›-–—….,;:!?()[]/%§€ \u00a0\u202f\n5aSzB\ufffc",
    "...", "--", " - ", " -- ", "z. B.", "z.B.", "17. Januar", "17. 1.", "Jan", "January 5", "km", "100 000", "S. ", "'s",
    "l'", "'n'", "'90er", "A. B. Weiss", "2022-01-17", "https://a.b/c?d='e'", "Wort", "слово и ", "Dr. ", "Peters' ",
]  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=24).map("".join), st.text(max_size=60))
runs = st.lists(st.builds(LetterRun, texts, st.booleans()), min_size=1, max_size=6)
tags = st.sampled_from(TAGS)


def letters(text: str) -> str:
    """Return what typography must not change: everything but spaces, with all quotation marks and dashes alike."""
    text = re.sub("[ \u00a0\u202f]", "", text)
    text = re.sub("[\"'«»\u2018-\u201f‹›「」『』]", "'", text)
    text = re.sub(r"(?:…|\.\.\.)+", "...", text)  # Japanese has two signs for one
    return re.sub("-{2,3}|[–—]|――", "-", text)


@given(texts, tags)
def test_every_letter_stays(text: str, tag: str) -> None:
    assert letters(locale_of(tag).typography(text)) == letters(text)


@given(texts, tags)
def test_nothing_is_done_twice(text: str, tag: str) -> None:
    once = locale_of(tag).typography(text)
    assert locale_of(tag).typography(once) == once


@given(runs, tags)
def test_runs_are_cut_where_they_were(given_runs: list[LetterRun], tag: str) -> None:
    found = locale_of(tag).typography.runs(given_runs)
    assert len(found) == len(given_runs)
    for run, text in zip(given_runs, found):
        # An ellipsis or dash whose points or hyphens stand in two runs goes to the first.
        shared = str.maketrans("", "", ".…-–—―")
        assert (
            text == run.text
            if run.fixed
            else letters(text.translate(shared)) == letters(run.text.translate(shared))
        )


@given(runs)
def test_a_flow_gives_its_runs_back(given_runs: list[LetterRun]) -> None:
    assert Flow.of(given_runs).texts() == [run.text for run in given_runs]


@given(st.lists(texts, min_size=1, max_size=5), tags)
def test_borders_of_nodes_do_not_matter(parts: list[str], tag: str) -> None:
    assert "".join(locale_of(tag).typography.runs(map(LetterRun, parts))) == locale_of(tag).typography(
        "".join(parts)
    )


HOSTILE: dict[str, Callable[[int], str]] = {
    "opening": lambda n: "'a \"b " * n,
    "closing": lambda n: "a' b\" " * n,
    "both": lambda n: "\"a 'b " * n + 'c" ' * n + "d' " * n,
    "quotes": lambda n: "\"'" * 3 * n,
    "typed": lambda n: "„‚a " * n + "b“ " * n,
    "points": lambda n: "." * 6 * n,
    "exclamations": lambda n: "!" * 6 * n,
    "figures": lambda n: "123 " * n,
    "spaces": lambda n: " " * 6 * n,
    "hyphens": lambda n: "a -- b - c" * n,
    "letter": lambda n: "a" * 6 * n,
    "addresses": lambda n: "http://a@b" * n,
    "initials": lambda n: "A. " * 2 * n,
    "abbreviations": lambda n: "z. B. " * n,
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("tag", ["de-DE", "en-US", "fr-FR", "sv-SE"])
def test_a_hostile_paragraph_is_linear(name: str, tag: str) -> None:
    small, large = HOSTILE[name](2_500), HOSTILE[name](40_000)
    assert len(large) >= 160_000
    assert linear(locale_of(tag).typography, small, large)


def test_many_runs_are_linear() -> None:
    typography = locale_of("de-DE").typography

    def work(count: int) -> float:
        return seconds(
            lambda: typography.runs([LetterRun('"a" ', number % 3 == 0) for number in range(count)])
        )

    work(100)
    assert any(work(32_000) < 60 * work(2_000) + 0.05 for _ in range(ATTEMPTS))


BEHIND = ("", " und", ",", ", das", ";", ":", ".", "!", "?", "…", ")", "“", "”, ", "« ", "’", "›.")


@pytest.mark.parametrize("dash", "–—")
@pytest.mark.parametrize("tag", TAGS)
def test_no_line_begins_with_a_dash_that_ends_something(tag: str, dash: str) -> None:
    typography = locale_of(tag).typography
    said = [typography(f"ein Haus {dash}{behind}") for behind in BEHIND]
    assert [text for text in said if not re.search(rf"Haus[\u00a0\u202f]?{dash}", text)] == []


@pytest.mark.parametrize("begins", ["—¿Qué?", "—«Hola»", "–Si"])
def test_a_line_may_begin_with_a_dash_that_begins_something(begins: str) -> None:
    assert locale_of("es-ES").typography(f"dijo {begins}").startswith("dijo ")
