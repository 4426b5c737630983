"""Hard formulas of other people: none is set otherwise than it was looked at, and the ink of each is in its box."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from bookbuilder.formulas.draw_step import FONT, FormulaDrawing, FormulaToDraw
from bookbuilder.formulas.drawing.formula_drawing import drawn
from bookbuilder.formulas.math_element import write
from bookbuilder.formulas.plain_words import plain_words
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_to_mathml import mathml_of
from bookbuilder.world import World

FILE = Path(__file__).with_name("hard.toml")
HARD: dict[str, dict[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
WORLD = World(Path(__file__).parents[2])


@cache
def font() -> bytes:
    return WORLD.read_asset(FONT)


def drawing(mathml: str) -> FormulaDrawing:
    return drawn(FormulaToDraw(WORLD, mathml), font())


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def outcome(tex: str) -> dict[str, str]:
    """Return what becomes of a formula."""
    made = mathml_of(tex, display=True)
    if isinstance(made, Refusal):
        return {"refused": f"{made.position}: {made.problem}", "hint": made.hint}
    mathml = write(made[0])
    return {
        "words": plain_words(made[0]),
        "mathml": digest(mathml.encode()),
        "drawing": digest(drawing(mathml).svg),
    }


@pytest.mark.parametrize("name", HARD)
def test_a_hard_formula_is_right_or_refused(name: str, accept: bool) -> None:
    found = outcome(HARD[name]["tex"])
    if not accept:
        assert found == {key: value for key, value in HARD[name].items() if key != "tex"}


def test_what_is_expected_is_written_down(accept: bool) -> None:
    if accept:
        text = FILE.read_text(encoding="utf-8")
        parts = [text[: text.index("[")]]
        for name, entry in HARD.items():
            lines = [
                f"{key} = {json.dumps(value, ensure_ascii=False)}"
                for key, value in outcome(entry["tex"]).items()
            ]
            parts.append(
                "\n".join(
                    (f"[{name}]", f"tex = {json.dumps(entry['tex'], ensure_ascii=False)}", *lines, "\n")
                )
            )
        FILE.write_text("".join(parts).rstrip("\n") + "\n", encoding="utf-8")
        return
    assert len(HARD) >= 100
    assert sum("words" in entry for entry in HARD.values()) >= 90


@pytest.mark.parametrize("name", [name for name, entry in HARD.items() if "words" in entry])
def test_the_ink_is_in_its_box(name: str) -> None:
    for display in (True, False):
        made = mathml_of(HARD[name]["tex"], display=display)
        assert not isinstance(made, Refusal)
        one = drawing(write(made[0]))
        points = re.findall(r"(-?\d+) (-?\d+)", one.svg.decode().split('d="')[1])
        across, down = [int(x) for x, _ in points], [int(y) for _, y in points]
        lean = 200  # slanted letters and strokes lean out
        assert min(across) >= -lean
        assert max(across) <= one.width * 1000 + lean
        assert min(down) >= -one.height * 1000 - 60
        assert max(down) <= one.depth * 1000 + 60


@pytest.mark.parametrize("name", [name for name, entry in HARD.items() if "refused" in entry])
def test_a_refusal_points_at_what_it_speaks_of(name: str) -> None:
    entry = HARD[name]
    place, _, problem = entry["refused"].partition(": ")
    there = entry["tex"][int(place) :]
    assert there.startswith(("\\", "&", "{"))
    named = re.match(r"\\[A-Za-z]+", problem)
    if named and problem.endswith("is not known"):
        assert there.startswith(named[0])
    assert entry["hint"]
