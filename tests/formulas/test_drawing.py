"""Drawings of formulas: on the baseline, as wide as they say, the same in every run, with all that they hold."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.formulas.draw_step import FONT, FormulaDrawing, FormulaToDraw
from bookbuilder.formulas.drawing.formula_drawing import drawn
from bookbuilder.formulas.math_element import write
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_to_mathml import mathml_of
from bookbuilder.world import World

ROOT = Path(__file__).parents[2]
WORLD = World(ROOT)


@cache
def font() -> bytes:
    return WORLD.read_asset(FONT)


def drawing(tex: str, *, display: bool = True) -> FormulaDrawing:
    made = mathml_of(tex, display=display)
    assert not isinstance(made, Refusal), made
    return drawn(FormulaToDraw(WORLD, write(made[0])), font())


def points(one: FormulaDrawing) -> list[tuple[int, int]]:
    """Return the points of the outlines, in thousandths of an em; y points down."""
    path = one.svg.decode().split('d="')[1]
    return [(int(x), int(y)) for x, y in re.findall(r"(-?\d+) (-?\d+)", path)]


ATOMS = st.sampled_from(("x", "y", "2", r"\alpha", "A", "f", r"\infty", "10"))
FORMULAS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(r"\frac{{{}}}{{{}}}".format, inner, inner),
        st.builds("{{{}}}^{{{}}}".format, inner, inner),
        st.builds("{{{}}}_{{{}}}^{{{}}}".format, inner, inner, inner),
        st.builds(r"\sqrt{{{}}}".format, inner),
        st.builds(r"\sqrt[3]{{{}}}".format, inner),
        st.builds(r"\left({}\right)".format, inner),
        st.builds("{}+{}".format, inner, inner),
        st.builds("{}={}".format, inner, inner),
        st.builds(r"\sum_{{{}}}^{{{}}}{}".format, inner, inner, inner),
        st.builds(r"\hat{{{}}}".format, inner),
        st.builds(r"\overline{{{}}}".format, inner),
        st.builds(r"\begin{{pmatrix}}{}&{}\\{}&{}\end{{pmatrix}}".format, inner, inner, inner, inner),
        st.builds(r"\boxed{{{}}}".format, inner),
    ),
    max_leaves=10,
)


@given(FORMULAS, st.booleans())
@settings(deadline=None)
def test_ink_stays_in_the_measures(tex: str, display: bool) -> None:
    one = drawing(tex, display=display)
    assert one.missing == ""
    found = points(one)
    tolerance = 60  # slanted letters and strokes lean out
    assert min(x for x, _ in found) >= -tolerance - 150
    assert max(x for x, _ in found) <= one.width * 1000 + tolerance + 150
    assert min(y for _, y in found) >= -one.height * 1000 - tolerance
    assert max(y for _, y in found) <= one.depth * 1000 + tolerance


@given(FORMULAS, FORMULAS)
@settings(deadline=None)
def test_a_row_is_as_wide_as_its_parts_and_as_high_as_the_highest(first: str, second: str) -> None:
    both, one, other = drawing(f"{first}+{second}"), drawing(first), drawing(second)
    assert both.width > one.width + other.width
    assert both.height >= max(one.height, other.height) - 0.002
    assert both.depth >= max(one.depth, other.depth) - 0.002


def test_a_letter_stands_on_the_baseline() -> None:
    assert drawing("x").depth < 0.03
    assert drawing("y").depth > 0.15
    assert drawing(r"\mathrm{H}").depth == 0
    assert drawing("-1").height == pytest.approx(drawing("1").height)


@pytest.mark.parametrize("bracket", ["()", "[]", r"\{ \}", r"\langle \rangle", "| |", r"\lfloor \rfloor"])
def test_brackets_are_as_high_as_what_they_hold(bracket: str) -> None:
    first, last = bracket.split() if " " in bracket else tuple(bracket)
    heights = [
        drawing(rf"\left{first} {inner} \right{last}")
        for inner in (
            "x",
            r"\frac{1}{2}",
            r"\begin{matrix}1\\2\\3\end{matrix}",
            r"\begin{matrix}1\\2\\3\\4\\5\\6\\7\\8\end{matrix}",
        )
    ]
    sizes = [one.height + one.depth for one in heights]
    assert sizes == sorted(set(sizes))
    inside = drawing(r"\begin{matrix}1\\2\\3\\4\\5\\6\\7\\8\end{matrix}")
    assert sizes[-1] >= 0.9 * (inside.height + inside.depth)


def test_sums_have_limits_in_display_and_scripts_in_a_line() -> None:
    tex = r"\sum_{i=1}^{n} i"
    assert drawing(tex).width < drawing(tex, display=False).width
    assert drawing(tex).height > drawing(tex, display=False).height


def test_rules_of_a_table_are_drawn() -> None:
    plain, ruled = (
        r"\begin{array}{cc}a&b\\c&d\end{array}",
        r"\begin{array}{c|c}\hline a&b\\\hline c&d\\\hline\end{array}",
    )
    assert drawing(ruled).svg.count(b"M") == drawing(plain).svg.count(b"M") + 2 + 2 + 2


def test_a_letter_that_no_font_has_is_named() -> None:
    assert drawing(r"x \text{ならば}").missing == "なばら"


def test_every_process_draws_the_same() -> None:
    code = (
        "from tests.formulas.test_drawing import drawing; import sys;"
        r"sys.stdout.buffer.write(drawing(r'\sum_{i=1}^n\left(\frac{a_i}{b}\right)^2\text{ für alle }x').svg)"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2)
    }
    assert len(seen) == 1
