"""Lays out any element of MathML."""

from __future__ import annotations

from collections.abc import Callable

from bookbuilder.formulas.drawing import enclosures, fractions, scripts, tables, tokens, under_and_over
from bookbuilder.formulas.drawing.boxes import Box
from bookbuilder.formulas.drawing.math_font import MathFont
from bookbuilder.formulas.drawing.rows import row
from bookbuilder.formulas.drawing.setting import ALONE, MathStyle, OperatorPlace, Setting
from bookbuilder.formulas.math_element import MathElement


def laid_out(formula: MathElement, font: MathFont, words: Callable[[str, float, MathElement], Box]) -> Box:
    """Return the box of a formula; `words` sets a text of it in a size, in em."""

    def lay(element: MathElement, style: MathStyle, around: OperatorPlace) -> Box:
        return _laid(element, style, around, setting)

    setting = Setting(font, lay, words)
    display = formula.get("display") == "block" or formula.get("displaystyle") == "true"
    return row(formula.children, MathStyle(display=display), setting)


def _laid(element: MathElement, style: MathStyle, around: OperatorPlace, setting: Setting) -> Box:
    match element.tag:
        case "mi" | "mn":
            return tokens.letters(element, style, setting)
        case "mo":
            return tokens.sign(element, style, around, setting)
        case "mtext":
            return tokens.words(element, style, setting)
        case "mspace":
            return tokens.space(element, style, setting)
        case "msub" | "msup" | "msubsup":
            return scripts.scripts(element, style, around, setting)
        case "mmultiscripts":
            return scripts.multiscripts(element, style, around, setting)
        case "munder" | "mover" | "munderover":
            return under_and_over.under_over(element, style, around, setting)
        case "mfrac":
            return fractions.fraction(element, style, setting)
        case "msqrt":
            return fractions.root(element, row(element.children, style.low, setting), style, setting)
        case "mroot":
            return fractions.root(element, setting.lay(element.children[0], style.low, ALONE), style, setting)
        case "mtable":
            return tables.table(element, style, setting)
        case "menclose":
            return enclosures.enclosed(element, row(element.children, style, setting), style, setting)
        case "mpadded":
            inner = row(element.children, style, setting, around)
            return enclosures.padded(element, inner, style, setting)
        case "mphantom":
            return enclosures.phantom(row(element.children, style, setting, around))
        case "mrow" | "mstyle":
            return row(element.children, style.of(element), setting, around)
        case _:
            raise ValueError(element.tag)
