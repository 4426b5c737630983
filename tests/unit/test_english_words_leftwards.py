"""English words of the program in a book that runs from right to left: what they are filled with stands to their left."""

from __future__ import annotations

import pytest

from bookbuilder.locales import load
from bookbuilder.locales.rtl_marks import RLM
from bookbuilder.world import World
from tests.cases.case import ROOT


@pytest.mark.parametrize(
    ("tag", "marked"), [("fa", True), ("ur", True), ("ar", False), ("he", False), ("sw", False)]
)
def test_a_field_behind_english_words_has_a_mark(tag: str, marked: bool) -> None:
    locale = load(tag, World(ROOT))
    before, behind = locale.say_around("Printed by: {name}", "name")
    assert (RLM in before, behind) == (marked, "")
    assert (f"Edition {RLM}" in locale.say("Edition {number}, {date}", number=2, date="x")) == marked
