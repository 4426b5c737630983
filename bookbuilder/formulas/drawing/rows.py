"""Lays out a row: operators with their spaces, and brackets as high as what they hold (MathML Core, 3.3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bookbuilder.formulas.drawing.boxes import Box, joined
from bookbuilder.formulas.drawing.setting import ALONE, MathStyle, OperatorPlace, Setting
from bookbuilder.formulas.drawing.tokens import entry, grows_upright
from bookbuilder.formulas.math_element import MathElement

_SCRIPTED = ("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mfrac")
_ROWS = ("mrow", "mstyle", "mpadded", "mphantom")


def core(element: MathElement) -> MathElement | None:
    """Return the operator that an element is one with, such as `)` with a superscript; None if it is none."""
    while element.tag != "mo":
        inner = element.children[:1] if element.tag in _SCRIPTED else ()
        if element.tag in _ROWS:
            inner = tuple(child for child in element.children if child.tag != "mspace")
        if len(inner) != 1:
            return None
        (element,) = inner
    return element


def row(
    children: Sequence[MathElement], style: MathStyle, setting: Setting, around: OperatorPlace = ALONE
) -> Box:
    """Return the box of a row."""
    cores = [core(child) for child in children]
    forms = _forms(children, around)
    growing = [
        operator is not None and grows_upright(operator, form)
        for operator, form in zip(cores, forms, strict=True)
    ]
    boxes: dict[int, Box] = {
        index: setting.lay(child, style, OperatorPlace(forms[index]))
        for index, child in enumerate(children)
        if not growing[index]
    }
    inked = [box for box in boxes.values() if box.items or box.height or box.depth]
    height = max((box.height for box in inked), default=0.0)
    depth = max((box.depth for box in inked), default=0.0)
    if len(children) == 1 and around.grows:
        height, depth = around.height, around.depth
    for index, child in enumerate(children):
        if growing[index]:
            boxes[index] = setting.lay(child, style, OperatorPlace(forms[index], height, depth))
    return _in_line([boxes[index] for index in range(len(children))], children, cores, forms, style, setting)


def _forms(children: Sequence[MathElement], around: OperatorPlace) -> list[str]:
    """Return the form that its place gives each operator."""
    there = [index for index, child in enumerate(children) if child.tag != "mspace"]
    if len(there) < 2:
        return [around.form] * len(children)
    return [
        "prefix" if index == there[0] else "postfix" if index == there[-1] else "infix"
        for index in range(len(children))
    ]


def _in_line(
    boxes: Sequence[Box],
    children: Sequence[MathElement],
    cores: Sequence[MathElement | None],
    forms: Sequence[str],
    style: MathStyle,
    setting: Setting,
) -> Box:
    size, x = setting.size(style), 0.0
    placed = []
    for index, box in enumerate(boxes):
        operator = cores[index]
        spaces = entry(operator, forms[index]) if operator is not None else None
        alone = len(boxes) == 1
        x += spaces.lspace * size if spaces and not alone else 0.0
        placed.append((x, 0.0, box))
        x += box.width + (spaces.rspace * size if spaces and not alone else 0.0)
        following = children[index + 1] if index + 1 < len(boxes) else None
        if (
            box.italic
            and operator is None
            and following is not None
            and following.tag not in ("mi", "mspace")
        ):
            x += box.italic  # a slanted letter leans into an upright bracket
    result = joined(placed, x)
    if len(boxes) == 1:
        only = boxes[0]
        return replace(result, italic=only.italic, accent=only.accent, glyph=only.glyph)
    return replace(result, italic=boxes[-1].italic if boxes else 0.0)
