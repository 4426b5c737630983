"""Formulas of others: each is set, or refused at its place; none is set otherwise than it was looked at."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from bookbuilder.formulas.draw_step import FONT, FormulaToDraw
from bookbuilder.formulas.drawing.formula_drawing import drawn
from bookbuilder.formulas.math_element import write
from bookbuilder.formulas.plain_words import plain_words
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_to_mathml import mathml_of
from bookbuilder.world import World

FILE = Path(__file__).with_name("others.toml")
OTHERS = {
    name: {key: value.strip() for key, value in entry.items()}
    for name, entry in tomllib.loads(FILE.read_text(encoding="utf-8")).items()
}


def outcome(tex: str) -> tuple[str, str]:
    """Return the key and the text of what becomes of a formula."""
    made = mathml_of(tex, display=True)
    if isinstance(made, Refusal):
        return "refused", f"{made.position}: {made.problem}".strip()
    return "words", plain_words(made[0])


@pytest.mark.parametrize("name", OTHERS)
def test_a_formula_of_others_is_set_or_refused(name: str, accept: bool) -> None:
    key, text = outcome(OTHERS[name]["tex"])
    if accept:
        return
    assert {key: text} == {one: value for one, value in OTHERS[name].items() if one != "tex"}


def test_what_is_expected_is_written_down(accept: bool) -> None:
    if accept:
        text = FILE.read_text(encoding="utf-8")
        head = text[: text.index("[")]
        parts = []
        for name, entry in OTHERS.items():
            key, found = outcome(entry["tex"])
            parts.append(f"[{name}]\ntex = {_literal(entry['tex'])}\n{key} = {_literal(found)}\n")
        FILE.write_text(head + "\n".join(parts), encoding="utf-8")
    assert len(OTHERS) > 100
    assert sum("words" in entry for entry in OTHERS.values()) >= 50


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # which is a string of TOML as well


def test_all_that_are_set_can_be_drawn_and_none_loses_a_letter(tmp_path: Path) -> None:
    font = (world := World(tmp_path)).read_asset(FONT)
    for name, entry in OTHERS.items():
        made = mathml_of(entry["tex"], display=True)
        if isinstance(made, Refusal):
            continue
        drawing = drawn(FormulaToDraw(world, write(made[0])), font)
        assert drawing.width > 0, name
        letters = sum(
            not letter.isspace() and letter not in "\u2061\u2062\u2063\u2064\ufe00\ufe01"
            for element in made[0].walk()
            for letter in element.text
        )
        hidden = sum(
            len(one.text) for phantom in made[0].walk() if phantom.tag == "mphantom" for one in phantom.walk()
        )
        outlines = drawing.svg.count(b"M")
        assert outlines >= letters - hidden, f"{name}: {letters} letters, {outlines} outlines"
