"""The input and the result of the step that draws a formula; `drawing` runs it. Each formula is cached by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from bookbuilder.build_step import Step
from bookbuilder.cache_key import excluded
from bookbuilder.formulas.word_face import WordFace
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import Reader

FONT = "math/STIXTwoMath-Regular.ttf"
"""The asset with the font of formulas."""


class FormulaDrawing(Struct, frozen=True, array_like=True):
    """An SVG, and its measures in em of the text around: `width`, `height` above the baseline, `depth` below it. `missing`
    are characters that no font has."""

    svg: bytes
    width: float
    height: float
    depth: float
    missing: str = ""


@dataclass(frozen=True, slots=True)
class FormulaToDraw:
    """A formula in MathML, and the faces for the words in it; `about` is its file, for messages."""

    world: Reader = field(
        metadata=excluded("it reads the font of the program, which the cache key has already")
    )
    mathml: str
    faces: tuple[WordFace, ...] = ()
    about: str = field(default="", metadata=excluded("for messages alone"))


def _decoded(data: bytes) -> FormulaDrawing:
    return from_msgpack(data, FormulaDrawing)


FEW = 60_000
"""Characters of MathML that are sooner drawn here than by workers: a fifth of a second."""
DRAW = Step(
    "bookbuilder.formulas.drawing.formula_drawing:draw_formula",
    FormulaToDraw,
    _decoded,
    lambda task: len(task.mathml),
    FEW,
)
