"""Any TeX becomes MathML of the closed list, or is refused at a place in it, in time that its length bounds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.formulas.formula_limits import ELEMENTS, LETTERS
from bookbuilder.formulas.math_classes import CLASSES
from bookbuilder.formulas.math_element import read, write
from bookbuilder.formulas.plain_words import plain_words
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_signs import signs
from bookbuilder.formulas.tex_to_mathml import mathml_of

FRAGMENTS = (
    "x", "2", " ", "+", "=", "(", ")", "{", "}", "[", "]", "|", "'", ",", "^", "_", "&", r"\\", "$", "%", "<", ">", "ä",
    "\n", "のとき", "حيث", "{a}", "{b}", "_{i}", "^2",
    *(rf"\{name} " for name in (
        "frac", "sqrt", "left(", "right)", "left<", "right>", "text", "mbox", "substack", "label", "nonumber", "tag", "hat",
        "vec", "overline", "sum", "int", "limits", "lim", "alpha", "mathbf", "begin", "end", "big(", "cancel", "boxed",
        "phantom", "quad", "!", "hspace", "color", "ce", "newcommand", "operatorname", "DeclareMathOperator", "hline",
        "xrightarrow",
    )),
    r"\begin{aligned}", r"\end{aligned}", r"\begin{array}{c|c}", r"\end{array}", r"\begin{align}", r"\end{align}",
    r"\text{for $x$}", r"\text{a}", r"\frac{a}{b}", r"\sqrt[3]{x}", r"\\[2ex]",
)  # fmt: skip
tex = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)


@given(tex, st.booleans())
def test_any_tex_is_set_or_refused_at_a_place_in_it(text: str, display: bool) -> None:
    made = mathml_of(text, display=display)
    if isinstance(made, Refusal):
        assert 0 <= made.position <= len(text)
        assert made.problem
        assert not made.problem.endswith(".")
        return
    element, _ = made
    assert write(read(write(element))) == write(element)
    for one in element.walk():
        assert "style" not in one.attributes
        assert set(one.get("class").split()) <= CLASSES.keys()
    plain_words(element)


@given(st.text(max_size=60) | tex)
def test_signs_are_the_whole_text(text: str) -> None:
    found = signs(text)
    assert "".join(sign.text for sign in found) == text
    assert all(text.startswith(sign.text, sign.start) for sign in found)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (r"\mbox{a} + \foo", 11),
        (r"\begin{align} a \\ \foo \end{align}", 19),
        (r"\text{for $\foo$}", 11),
        (r"\substack{a \\ \foo}", 15),
        (r"a \label{x} \foo", 12),
        (r"äöü \foo", 4),
    ],
)
def test_a_refusal_is_at_its_place_behind_what_was_rewritten(text: str, place: int) -> None:
    made = mathml_of(text, display=True)
    assert isinstance(made, Refusal)
    assert (made.position, made.problem) == (place, r"\foo is not known")


@pytest.mark.parametrize(
    "text",
    [
        "x+" * 100_000, "{" * 200_000, r"\sqrt" * 40_000, r"\frac" * 900, r"\frac1" * 800, "x^{" * 1_600, r"\left(" * 800,
        r"\begin{matrix}" * 300, r"\text{" * 800, r"\text{$" * 700, r"\substack{" * 450, "$" * 4_999, r"\label{" * 700,
        r"\newcommand{\a}[1]{\sqrt{\sqrt{\sqrt{#1}}}}" + r"\a{" * 25 + "}" * 25,
        r"\newcommand{\a}{" + "x" * 400 + "}" + r"\a " * 25, r"\hat " * 990, "a_" * 2_400, "&" * 4_999, r"\\" * 2_400,
        r"\not" * 1_200, r"\begin{aligned}" + "a&b\\\\" * 900 + r"\end{aligned}",
    ],
    ids=range(21),
)  # fmt: skip
def test_a_hostile_formula_takes_no_time(text: str) -> None:
    before = time.process_time()
    made = mathml_of(text, display=True)
    assert time.process_time() - before < 0.5
    assert isinstance(made, Refusal) or sum(1 for _ in made[0].walk()) <= ELEMENTS
    if len(text) > LETTERS:
        assert isinstance(made, Refusal)
        assert made.position == 0
