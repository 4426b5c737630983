"""Lays out letters, numbers, words, operators and spaces."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.formulas.drawing.boxes import Box
from bookbuilder.formulas.drawing.operators import Operator, grows_across, operator
from bookbuilder.formulas.drawing.setting import MathStyle, OperatorPlace, Setting, length
from bookbuilder.formulas.math_element import MathElement
from bookbuilder.formulas.math_letters import italic

_SHORTFALL, _FACTOR = 0.5, 0.901
"""How much lower than its content a bracket may be, in em and as a share (The TeXbook, appendix G, rule 19)."""


def letters(element: MathElement, style: MathStyle, setting: Setting) -> Box:
    """Lay out an identifier or a number; a single letter is italic unless it is told not to be."""
    text = element.text.strip()
    if element.tag == "mi" and len(text) == 1 and element.get("mathvariant") != "normal":
        text = italic(text)
    if not all(map(setting.font.covers, text)):
        return setting.words(text, setting.size(style), element)
    return setting.font.text(text, setting.size(style), style.level)


def words(element: MathElement, style: MathStyle, setting: Setting) -> Box:
    """Lay out words."""
    share = element.style.get("font-size", "100%").rstrip("%")
    return setting.words(element.text, setting.size(style) * float(share) / 100, element)


def space(element: MathElement, style: MathStyle, setting: Setting) -> Box:
    """Lay out a space, which may be negative."""
    size = setting.size(style)
    back = element.style.get("margin-left")
    return Box(length(back, size) if back else length(element.get("width", "0"), size))


def entry(element: MathElement, form: str) -> Operator:
    """Return the properties of an operator in a form: those of the dictionary, or its own."""
    found = operator(element.text.strip(), element.get("form") or form)
    if not element.attributes:
        return found

    def own(name: str, otherwise: bool) -> bool:
        return element.get(name) == "true" if element.get(name) else otherwise

    def space_of(name: str, otherwise: float) -> float:
        return length(element.get(name), 1.0) if element.get(name) else otherwise

    return Operator(
        space_of("lspace", found.lspace),
        space_of("rspace", found.rspace),
        own("stretchy", found.stretchy),
        own("symmetric", found.symmetric),
        own("largeop", found.largeop),
        own("movablelimits", found.movablelimits),
    )


def grows_upright(element: MathElement, form: str) -> bool:
    """Whether an operator grows with the height of its row."""
    return entry(element, form).stretchy and not grows_across(element.text.strip())


def sign(element: MathElement, style: MathStyle, around: OperatorPlace, setting: Setting) -> Box:
    """Lay out an operator, grown as its surroundings want it."""
    text, size, font = element.text.strip(), setting.size(style), setting.font
    found = entry(element, around.form)
    natural = font.text(text, size, style.level)
    if len(text) != 1 or not natural.items:
        return natural
    if found.largeop and style.display:
        wanted = setting.constant("DISPLAY_OPERATOR_MIN_HEIGHT", style)
        return centred(font.stretched(text, size, wanted), setting.axis(style))
    if found.stretchy and around.width >= 0 and grows_across(text):
        return (
            font.stretched(text, size, around.width, across=True) if around.width > natural.width else natural
        )
    asked = length(element.get("minsize"), size)
    if asked:
        return centred(font.stretched(text, size, asked), setting.axis(style))
    if found.stretchy and around.grows and not grows_across(text):
        return _grown(text, natural, found, style, around, setting)
    return centred(natural, setting.axis(style)) if found.largeop else natural


def _grown(
    text: str, natural: Box, found: Operator, style: MathStyle, around: OperatorPlace, setting: Setting
) -> Box:
    axis = setting.axis(style)
    half = max(around.height - axis, around.depth + axis)
    full = 2 * half if found.symmetric else around.height + around.depth
    wanted = max(full * _FACTOR, full - _SHORTFALL)
    if wanted <= natural.height + natural.depth:
        return natural
    middle = axis if found.symmetric else (around.height - around.depth) / 2
    return centred(setting.font.stretched(text, setting.size(style), wanted), middle)


def centred(box: Box, middle: float) -> Box:
    """Return a box moved up or down so that its middle stands at a height."""
    up = middle - (box.height - box.depth) / 2
    if abs(up) < 1e-9:
        return box
    items = tuple((x, y + up, item) for x, y, item in box.items)
    return replace(box, height=box.height + up, depth=box.depth - up, items=items)
