"""Lays out fractions and roots (MathML Core, 3.3.2 and 3.3.3)."""

from __future__ import annotations

from bookbuilder.formulas.drawing.boxes import Box, joined, rule
from bookbuilder.formulas.drawing.setting import ALONE, MathStyle, Setting, length
from bookbuilder.formulas.math_element import MathElement

_MARGIN = 0.1
"""Room on both sides of a fraction, in em, so that two bars are two."""


def fraction(element: MathElement, style: MathStyle, setting: Setting) -> Box:
    """Lay out a fraction, or a stack without a bar (`linethickness` 0)."""
    style = style.of(element)
    size = setting.size(style)
    top = setting.lay(element.children[0], style.inline, ALONE)
    bottom = setting.lay(element.children[1], style.inline.low, ALONE)
    given = element.get("linethickness")
    thickness = length(given, 1.0) if given else setting.constant("FRACTION_RULE_THICKNESS", style)
    up, down = _shifts(top, bottom, thickness, style, setting)
    inner = max(top.width, bottom.width)
    margin = _MARGIN * size
    placed = [
        (margin + (inner - top.width) / 2, up, top),
        (margin + (inner - bottom.width) / 2, -down, bottom),
    ]
    if thickness:
        placed.append((margin, setting.axis(style) - thickness / 2, rule(inner, thickness)))
    return joined(placed, inner + 2 * margin)


def _shifts(
    top: Box, bottom: Box, thickness: float, style: MathStyle, setting: Setting
) -> tuple[float, float]:
    """Return how far the numerator stands above the baseline, and the denominator below it."""
    display = "DISPLAY_STYLE_" if style.display else ""

    def constant(name: str) -> float:
        return setting.constant(name, style)

    if not thickness:
        up, down = constant(f"STACK_TOP_{display}SHIFT_UP"), constant(f"STACK_BOTTOM_{display}SHIFT_DOWN")
        missing = constant(f"STACK_{display}GAP_MIN") - ((up - top.depth) - (bottom.height - down))
        return (up + missing / 2, down + missing / 2) if missing > 0 else (up, down)
    axis = setting.axis(style)
    above = "FRACTION_NUM_DISPLAY_STYLE_GAP_MIN" if style.display else "FRACTION_NUMERATOR_GAP_MIN"
    below = "FRACTION_DENOM_DISPLAY_STYLE_GAP_MIN" if style.display else "FRACTION_DENOMINATOR_GAP_MIN"
    up = max(
        constant(f"FRACTION_NUMERATOR_{display}SHIFT_UP"), axis + thickness / 2 + constant(above) + top.depth
    )
    down = max(
        constant(f"FRACTION_DENOMINATOR_{display}SHIFT_DOWN"),
        bottom.height + constant(below) + thickness / 2 - axis,
    )
    return up, down


def root(element: MathElement, content: Box, style: MathStyle, setting: Setting) -> Box:
    """Lay out a root over its content, with its degree if it has one."""

    def constant(name: str) -> float:
        return setting.constant(name, style)

    thickness = constant("RADICAL_RULE_THICKNESS")
    gap = constant("RADICAL_DISPLAY_STYLE_VERTICAL_GAP" if style.display else "RADICAL_VERTICAL_GAP")
    wanted = content.height + content.depth + gap + thickness
    sign = setting.font.stretched("√", setting.size(style), wanted)
    full = sign.height + sign.depth
    gap += max(0.0, (full - wanted) / 2)
    top = content.height + gap + thickness
    up = top - sign.height
    placed = [
        (0.0, up, sign),
        (sign.width, 0.0, content),
        (sign.width, content.height + gap, rule(content.width, thickness)),
    ]
    x = 0.0
    if element.tag == "mroot":
        degree = setting.lay(element.children[1], MathStyle(style.level + 2, cramped=True), ALONE)
        before, after = constant("RADICAL_KERN_BEFORE_DEGREE"), constant("RADICAL_KERN_AFTER_DEGREE")
        x = max(0.0, before) + degree.width + after
        raised = setting.font.constant("RADICAL_DEGREE_BOTTOM_RAISE_PERCENT") * full
        lowest = up - sign.depth
        first = (max(0.0, before) - min(x, 0.0), lowest + raised + degree.depth, degree)
        x = max(x, 0.0)
        placed = [first, *((x + at, y, box) for at, y, box in placed)]
    result = joined(placed, x + sign.width + content.width)
    extra = constant("RADICAL_EXTRA_ASCENDER")
    return Box(result.width, result.height + extra, result.depth, result.items)
