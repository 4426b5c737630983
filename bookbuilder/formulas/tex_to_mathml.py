"""Turns a formula in TeX into MathML, or says where and why it cannot.

math-core, a library in Rust, converts; it is loaded where a book has a formula. What it gives is read again and checked
against a closed list, so that a new version cannot put something into a book that print does not know.
"""

from __future__ import annotations

import re
from functools import cache
from html.entities import html5
from typing import TYPE_CHECKING

from bookbuilder.formulas.canonical_mathml import canonical
from bookbuilder.formulas.formula_limits import (
    DEPTH,
    ELEMENTS,
    EXPANSIONS,
    LETTERS,
    LETTERS_WITH_COMMANDS,
    LEVELS,
)
from bookbuilder.formulas.math_element import MathElement, read
from bookbuilder.formulas.refusal import Refusal
from bookbuilder.formulas.tex_rewriting import Rewritten, rewritten
from bookbuilder.formulas.tex_signs import signs, too_deep
from bookbuilder.phrases import Phrase

if TYPE_CHECKING:
    from math_core import LatexToMathML

_NESTED = Phrase("it has more than {depth} groups inside one another", depth=DEPTH)
_EMPTY = "there is nothing in it", "write a formula between the dollar signs, or take them out"
_SIMPLER = Phrase("divide it, and give its parts names of their own")


def mathml_of(tex: str, *, display: bool) -> tuple[MathElement, tuple[str, ...]] | Refusal:
    """Return the MathML of a formula and the names that `\\label` gives it, or why it cannot be set."""
    most = LETTERS_WITH_COMMANDS if _DEFINES.search(tex) else LETTERS
    if len(tex) > most:
        return Refusal(0, _too_long(len(tex), most), _SIMPLER)
    if not tex.strip():
        return Refusal(0, *_EMPTY)
    control = _CONTROL.search(tex)
    if control is not None:
        return Refusal(
            control.start(),
            Phrase("there is a sign that nobody sees, U+{point:04X}", point=ord(control[0])),
            "take it out",
        )
    deep = too_deep(signs(tex))
    if deep >= 0:
        return Refusal(deep, _NESTED, _SIMPLER)
    other = rewritten(tex)
    if isinstance(other, Refusal):
        return other
    converted = _converted(other, display=display)
    return converted if isinstance(converted, Refusal) else (converted, tuple(other.labels))


_DEFINES = re.compile(
    r"\\(?:re)?newcommand|\\providecommand|\\[egx]?def(?![a-z])|\\let(?![a-z])|\\DeclareMathOperator"
)
_CONTROL = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def _too_long(count: int, most: int) -> str:
    if most < LETTERS:
        return Phrase(
            "it has {count} characters; at most {most} are set where it defines commands",
            count=count,
            most=most,
        )
    return Phrase("it has {count} characters; at most {most} are set", count=count, most=most)


def _converted(tex: Rewritten, *, display: bool) -> MathElement | Refusal:
    from math_core import LatexError

    try:
        text = _converter().convert_with_local_state(tex.tex, displaystyle=display)
    except LatexError as error:
        place, _, problem = str(error).partition(": ")
        position = tex.source_position(int(place)) if place.isdigit() else 0
        return Refusal(position, *_explained(problem))
    if text.count("<") > 2 * ELEMENTS or _levels(text) > LEVELS:
        return Refusal(0, "it becomes too large", _SIMPLER)
    result = canonical(read(_ENTITY.sub(_letter, text)))
    if isinstance(result, MathElement) and not result.children:
        return Refusal(0, *_EMPTY)
    return result


@cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, max_expansions=EXPANSIONS)


def _explained(problem: str) -> tuple[str, str]:
    """Return a problem of the converter as the middle of a sentence, and a hint."""
    problem = problem.rstrip(". ,").replace("“", '"')
    unknown = _UNKNOWN.fullmatch(problem)
    if unknown is not None:
        return Phrase(
            "{unknown} is not known", unknown=unknown[2]
        ), "write it in another way, or as a picture"
    return problem[:1].lower() + problem[
        1:
    ], r"the manual lists what is set; a sign that is meant as such has a backslash: \&"


_UNKNOWN = re.compile('Unknown (command|environment) "(.*)"')
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);|#)(\w+;)")
_TAG = re.compile(r"<(/?)[^<>]*?(/?)>")


def _letter(entity: re.Match[str]) -> str:
    return html5.get(entity[1], entity[0])


def _levels(text: str) -> int:
    """Return how many elements stand inside one another, without building the tree."""
    level = deepest = 0
    for tag in _TAG.finditer(text):
        level += -1 if tag[1] else 0 if tag[2] else 1
        deepest = max(deepest, level)
    return deepest
