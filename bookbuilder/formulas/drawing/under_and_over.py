"""Lays out what stands below and above a base: limits, accents, braces, arrows with words (MathML Core, 3.4.2)."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.formulas.drawing.boxes import Box, joined, rule
from bookbuilder.formulas.drawing.operators import grows_across
from bookbuilder.formulas.drawing.rows import core
from bookbuilder.formulas.drawing.scripts import with_scripts
from bookbuilder.formulas.drawing.setting import ALONE, MathStyle, OperatorPlace, Setting
from bookbuilder.formulas.drawing.tokens import entry
from bookbuilder.formulas.math_element import MathElement

_COMBINING = {
    "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303", "¯": "\u0304", "˙": "\u0307", "¨": "\u0308", "´": "\u0301",
    "`": "\u0300", "˘": "\u0306", "ˇ": "\u030c", "˚": "\u030a",
}  # fmt: skip
"""Accents as spacing characters, and those that fonts place above letters."""
_BARS = "\u203e_\u0332\u0331"


def under_over(element: MathElement, style: MathStyle, around: OperatorPlace, setting: Setting) -> Box:
    """Lay out `munder`, `mover` or `munderover`."""
    base, *others = element.children
    below = others[0] if element.tag in ("munder", "munderover") else None
    above = others[-1] if element.tag in ("mover", "munderover") else None
    operator = core(base)
    if operator is not None and entry(operator, "prefix").movablelimits and not style.display:
        return _beside(base, below, above, style, around, setting)
    accent, under = element.get("accent") == "true", element.get("accentunder") == "true"
    styles = (
        style.low if under else style.script.low,
        style.low if accent else style.script,
    )
    first = setting.lay(base, style.low if accent else style, around)
    growing = (
        operator is not None and grows_across(operator.text.strip()) and entry(operator, "infix").stretchy
    )
    widest = 0.0 if growing else first.width
    boxes: list[Box | None] = []
    for child, own in zip((below, above), styles, strict=True):
        box = None if child is None or _grows(child) else setting.lay(child, own, ALONE)
        boxes.append(box)
        widest = max(widest, box.width if box else 0.0)
    if growing:
        first = setting.lay(base, style, OperatorPlace(width=max(widest, first.width)))
    result = first
    if above is not None:
        result = _over(result, above, boxes[1], style, setting, accent=accent, operator=operator)
    if below is not None:
        result = _under(result, first, below, boxes[0], style, setting, accent=under, operator=operator)
    return result


def _grows(element: MathElement) -> bool:
    operator = core(element)
    return (
        operator is not None and grows_across(operator.text.strip()) and entry(operator, "postfix").stretchy
    )


def _beside(
    base: MathElement,
    below: MathElement | None,
    above: MathElement | None,
    style: MathStyle,
    around: OperatorPlace,
    setting: Setting,
) -> Box:
    """Lay out limits as scripts, as in a line of text."""
    low = setting.lay(below, style.script.low, ALONE) if below else None
    high = setting.lay(above, style.script, ALONE) if above else None
    return with_scripts(setting.lay(base, style, around), [(low, high)], style, setting, large=True)


def _over(
    base: Box,
    element: MathElement,
    box: Box | None,
    style: MathStyle,
    setting: Setting,
    *,
    accent: bool,
    operator: MathElement | None,
) -> Box:
    if accent and element.tag == "mo":
        return _accented(base, element, style, setting)
    box = box or setting.lay(element, style.script, OperatorPlace("postfix", width=base.width))
    if operator is not None and operator.tag == "mo" and not grows_across(operator.text.strip()):
        gap, rise = (
            setting.constant("UPPER_LIMIT_GAP_MIN", style),
            setting.constant("UPPER_LIMIT_BASELINE_RISE_MIN", style),
        )
    else:
        gap, rise = setting.constant("STRETCH_STACK_GAP_BELOW_MIN", style), 0.0
        gap = max(gap, setting.constant("UPPER_LIMIT_GAP_MIN", style))
    up = base.height + max(gap + box.depth, rise)
    return _stacked(base, box, up, lean=base.italic / 2)


def _under(
    result: Box,
    base: Box,
    element: MathElement,
    box: Box | None,
    style: MathStyle,
    setting: Setting,
    *,
    accent: bool,
    operator: MathElement | None,
) -> Box:
    if accent and element.tag == "mo" and element.text.strip() in _BARS:
        return _underlined(result, style, setting)
    box = box or setting.lay(element, style, OperatorPlace("postfix", width=base.width))
    gap, drop = (
        setting.constant("LOWER_LIMIT_GAP_MIN", style),
        setting.constant("LOWER_LIMIT_BASELINE_DROP_MIN", style),
    )
    if operator is None or element.tag == "mo":
        drop = 0.0
    down = result.depth + max(gap + box.height, drop)
    return _stacked(result, box, -down, lean=-base.italic / 2)


def _stacked(base: Box, other: Box, y: float, *, lean: float) -> Box:
    """Return a box with another one centred above or below it, moved by `lean`."""
    width = max(base.width, other.width)
    at = (width - base.width) / 2
    placed = [(at, 0.0, base), (at + base.width / 2 - other.width / 2 + lean, y, other)]
    left = min(x for x, _, _ in placed)
    moved = [(x - min(left, 0.0), y, box) for x, y, box in placed]
    right = max(x + box.width for x, _, box in moved)
    # What stands above or below leans out on one side only; the base decides where the next sign stands.
    return replace(joined(moved, max(width, right)), glyph=None)


def _accented(base: Box, element: MathElement, style: MathStyle, setting: Setting) -> Box:
    text, size = element.text.strip(), setting.size(style)
    if text in _BARS:
        return _overlined(base, style, setting)
    letter = _COMBINING.get(text, text)
    stretchy = entry(element, "postfix").stretchy
    if stretchy and base.width > 0:
        mark = _widest_within(letter, base.width, size, setting)
    else:
        mark = setting.font.text(letter, size, style.level)
    if grows_across(text) and not mark.glyph:
        mark = setting.font.stretched(text, size, base.width, across=True)
    begin, wide = setting.font.ink(mark.glyph.number, size) if mark.glyph else (0.0, mark.width)
    attach = mark.accent if mark.accent >= 0 and not stretchy else begin + wide / 2
    x = base.middle + (base.italic if base.accent < 0 and base.glyph else 0.0) / 2 - attach
    if stretchy and base.glyph is None:
        x = base.width / 2 - attach
    if _stands_above(letter):
        gap = setting.constant("OVERBAR_VERTICAL_GAP", style)
        y = base.height + gap + mark.depth
    else:
        y = base.height - min(base.height, setting.constant("ACCENT_BASE_HEIGHT", style))
    left = min(x + begin, 0.0)
    placed = [(-left, 0.0, base), (x - left, y, mark)]
    wider = max(base.width - left, x - left + begin + wide) if stretchy else base.width - left
    result = joined(placed, wider)
    return replace(result, italic=base.italic, accent=base.middle - left, glyph=None)


def _stands_above(letter: str) -> bool:
    """Whether an accent is a sign of its own above the base (a brace, an arrow), and not one that fonts put over letters."""
    return not ("\u0300" <= letter <= "\u036f" or "\u20d0" <= letter <= "\u20ff")


def _widest_within(letter: str, width: float, size: float, setting: Setting) -> Box:
    """Return the widest form of an accent that is not wider than its base; of those that grow without end, one as wide."""
    font, scale = setting.font, size / setting.font.units
    number = font.number(letter)
    parts, _ = font.font.get_math_glyph_assembly(number, "ltr")
    if parts or _stands_above(letter):
        return font.stretched(letter, size, width, across=True)
    best = number
    for variant in font.font.get_math_glyph_variants(number, "ltr"):
        if variant.advance * scale <= width * 1.05:
            best = variant.glyph
    return font.glyph(best, size)


def _overlined(base: Box, style: MathStyle, setting: Setting) -> Box:
    thickness, gap = (
        setting.constant("OVERBAR_RULE_THICKNESS", style),
        setting.constant("OVERBAR_VERTICAL_GAP", style),
    )
    bar = rule(base.width + base.italic, thickness)
    result = joined([(0.0, 0.0, base), (0.0, base.height + gap, bar)], base.width)
    return replace(
        result, height=result.height + setting.constant("OVERBAR_EXTRA_ASCENDER", style), italic=base.italic
    )


def _underlined(base: Box, style: MathStyle, setting: Setting) -> Box:
    thickness, gap = (
        setting.constant("UNDERBAR_RULE_THICKNESS", style),
        setting.constant("UNDERBAR_VERTICAL_GAP", style),
    )
    bar = rule(base.width, thickness)
    return joined([(0.0, 0.0, base), (0.0, -base.depth - gap - thickness, bar)], base.width)
