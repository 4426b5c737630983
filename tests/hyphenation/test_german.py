"""German words part where the rules allow it, and soon enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pyphen
import pytest

from bookbuilder.locales.hyphenator import SOFT_HYPHEN, hyphenator
from bookbuilder.world import World
from tests.cases.case import ROOT

FILE = Path(__file__).parent / "words_de.txt"
WORDS = [
    word
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
]
found = hyphenator("de-DE", World(ROOT))
assert found is not None
GERMAN = found


def breaks(parted: str) -> set[int]:
    """Return where a word with hyphens may part, counted in its letters."""
    return {place - number for number, place in enumerate(i for i, c in enumerate(parted) if c == "-")}


def test_there_are_enough_words_and_none_twice() -> None:
    plain = [word.replace("-", "").lower() for word in WORDS]
    assert len(plain) == len(set(plain)) >= 500


def test_no_break_lies_outside_those_that_are_allowed() -> None:
    wrong = []
    for word in WORDS:
        plain = word.replace("-", "")
        if not set(GERMAN.positions(plain)) <= breaks(word):
            wrong.append((word, GERMAN.with_hyphens(plain, "-")))
    assert wrong == []


def test_most_breaks_are_found() -> None:
    known = sum(len(breaks(word)) for word in WORDS)
    hit = sum(len(GERMAN.positions(word.replace("-", ""))) for word in WORDS)
    assert hit / known > 0.92


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("Übergang", "Über-gang"),
        ("EU-Abkommen", "EU-Ab-kom-men"),
        ("WAFFENLIEFERUNG", "WAF-FEN-LIE-FE-RUNG"),
        ("Peters’ Großmacht", "Pe-ters’ Groß-macht"),
        ("Zählergebnis", "Zähl-er-geb-nis"),
        ("2022 und 5", "2022 und 5"),
        ("İstanbul", "İstanbul"),
    ],
)
def test_a_text_is_parted(text: str, parted: str) -> None:
    assert GERMAN.with_hyphens(text, "-") == parted
    assert GERMAN.with_hyphens(text).replace(SOFT_HYPHEN, "") == text


def test_limits_and_exceptions() -> None:
    own = hyphenator("de-DE", World(ROOT), "6 3 3", [{"Übergang": "Ü-bergang"}, {"Minister": "Minister"}])
    assert own is not None
    assert own.with_hyphens("Übergang Minister Regierung Zeuge", "-") == "Ü-bergang Minister Regie-rung Zeuge"


def test_other_languages_have_the_patterns_of_pyphen() -> None:
    french = hyphenator("fr-FR", World(ROOT))
    assert french is not None
    assert french.with_hyphens("gouvernement", "-") == "gou-ver-ne-ment"
    assert hyphenator("ja-JP", World(ROOT)) is None


@pytest.mark.heavy
def test_the_patterns_are_there_at_once() -> None:
    def seconds(load: Callable[[], object]) -> float:
        start = time.process_time()
        load()
        return time.process_time() - start

    theirs = seconds(lambda: pyphen.HyphDict(pyphen.LANGUAGES["de_DE"]))
    ours = min(seconds(lambda: hyphenator("de-DE", World(ROOT))) for _ in range(3))
    assert ours < theirs  # which Pyphen takes to read its own German
