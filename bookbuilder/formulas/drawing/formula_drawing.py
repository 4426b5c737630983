"""Draws a formula: an SVG, and how far it reaches above and below the baseline of its line."""

from __future__ import annotations

import msgspec

from bookbuilder.formulas.draw_step import FONT, FormulaDrawing, FormulaToDraw
from bookbuilder.formulas.drawing.layout import laid_out
from bookbuilder.formulas.drawing.math_font import read_font
from bookbuilder.formulas.drawing.outlines import UNITS, path
from bookbuilder.formulas.drawing.word_fonts import WordFonts
from bookbuilder.formulas.math_element import read


def draw_formula(task: FormulaToDraw) -> bytes:
    """Return the encoded drawing of a formula."""
    return msgspec.msgpack.encode(drawn(task, task.world.read_asset(FONT)))


def drawn(task: FormulaToDraw, font_data: bytes) -> FormulaDrawing:
    """Return the drawing of a formula."""
    formula, font = read(task.mathml), read_font(font_data)
    words = WordFonts.of(task.faces, font)
    letters = {letter for element in formula.walk() for letter in element.text}
    missing = "".join(sorted(letter for letter in letters if not words.covers(letter)))
    box = laid_out(formula, font, words.words)
    top, bottom = round(box.height * UNITS), round(box.depth * UNITS)
    width = max(round(box.width * UNITS), 1)
    outlines = path(box, [font.font, *words.fonts])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-top} {width} {max(top + bottom, 1)}">'
        f'<path fill="currentColor" d="{outlines}"/></svg>'
    )
    return FormulaDrawing(svg.encode(), width / UNITS, top / UNITS, bottom / UNITS, missing)
