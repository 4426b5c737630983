"""Lays out subscripts and superscripts, behind and before their base (MathML Core, 3.4.1; The TeXbook, appendix G, 18)."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.formulas.drawing.boxes import Box, joined
from bookbuilder.formulas.drawing.setting import ALONE, MathStyle, OperatorPlace, Setting
from bookbuilder.formulas.math_element import MathElement


def scripts(element: MathElement, style: MathStyle, around: OperatorPlace, setting: Setting) -> Box:
    """Lay out `msub`, `msup` or `msubsup`."""
    base = setting.lay(element.children[0], style, around)
    sub, over = None, None
    if element.tag in ("msub", "msubsup"):
        sub = setting.lay(element.children[1], style.script.low, ALONE)
    if element.tag in ("msup", "msubsup"):
        over = setting.lay(element.children[-1], style.script, ALONE)
    return with_scripts(base, [(sub, over)], style, setting, large=is_large(element.children[0]))


def multiscripts(element: MathElement, style: MathStyle, around: OperatorPlace, setting: Setting) -> Box:
    """Lay out `mmultiscripts`: pairs behind the base, and before it those that follow `mprescripts`."""
    names = [child.tag for child in element.children]
    split = names.index("mprescripts") if "mprescripts" in names else len(names)
    base = setting.lay(element.children[0], style, around)

    def pairs(children: Sequence[MathElement]) -> list[tuple[Box | None, Box | None]]:
        boxes = [
            _or_none(setting.lay(child, style.script if index % 2 else style.script.low, ALONE))
            for index, child in enumerate(children)
        ]
        return list(zip(boxes[::2], boxes[1::2], strict=False))

    behind = with_scripts(
        base, pairs(element.children[1:split]), style, setting, large=is_large(element.children[0])
    )
    before = pairs(element.children[split + 1 :])
    return with_scripts(behind, before, style, setting, base=base, before=True) if before else behind


def is_large(element: MathElement) -> bool:
    """Whether a base is an operator that grows in display, so that scripts hang from its edges."""
    return element.tag == "mo"


def _or_none(box: Box) -> Box | None:
    return box if box.items or box.width else None


def with_scripts(
    inner: Box,
    pairs: Sequence[tuple[Box | None, Box | None]],
    style: MathStyle,
    setting: Setting,
    *,
    large: bool = False,
    base: Box | None = None,
    before: bool = False,
) -> Box:
    """Return a box with pairs of scripts (below, above) behind it, or `before` it, as high as those of `base` would be."""
    base = base or inner
    lows = [low for low, _ in pairs if low]
    highs = [high for _, high in pairs if high]
    down, up = _shifts(base, lows, highs, style, setting, large=large)
    space = setting.constant("SPACE_AFTER_SCRIPT", style)
    # A large operator leans, and the scripts below it stand further left.
    lean = base.italic if not before else 0.0
    x = 0.0 if before else inner.width
    placed: list[tuple[float, float, Box]] = []
    for low, high in pairs:
        at_low, at_high = x - (lean if large else 0.0), x + (0.0 if large else lean)
        if base.glyph and not before:
            at_high += _kern(base, high, up, "TOP_RIGHT", setting) if high else 0.0
            at_low += _kern(base, low, -down, "BOTTOM_RIGHT", setting) if low else 0.0
        if before:
            widest = max(low.width if low else 0.0, high.width if high else 0.0)
            at_low = x + widest - (low.width if low else 0.0)
            at_high = x + widest - (high.width if high else 0.0)
        if low:
            placed.append((at_low, -down, low))
        if high:
            placed.append((at_high, up, high))
        x = max([at_low + low.width if low else x, at_high + high.width if high else x]) + space
    if before:
        placed.append((x, 0.0, inner))
        x += inner.width
    else:
        placed.insert(0, (0.0, 0.0, inner))
    return joined(placed, x)


def _kern(base: Box, script: Box | None, shift: float, corner: str, setting: Setting) -> float:
    """Return how much closer a script may come to a single glyph, at the nearer of its edges and that of the glyph."""
    assert base.glyph is not None
    if script is None:
        return 0.0
    if corner == "TOP_RIGHT":
        heights = (shift - script.depth, base.height)
    else:
        heights = (shift + script.height, -base.depth)
    return max(setting.font.kern(base.glyph, corner, height) for height in heights)


def _shifts(
    base: Box, lows: Sequence[Box], highs: Sequence[Box], style: MathStyle, setting: Setting, *, large: bool
) -> tuple[float, float]:
    """Return how far scripts stand below and above the baseline."""

    def constant(name: str) -> float:
        return setting.constant(name, style)

    simple = base.glyph is not None and not large
    down = up = 0.0
    if lows:
        down = max(
            constant("SUBSCRIPT_SHIFT_DOWN"),
            max(low.height for low in lows) - constant("SUBSCRIPT_TOP_MAX"),
            0.0 if simple else base.depth + constant("SUBSCRIPT_BASELINE_DROP_MIN"),
        )
    if highs:
        raised = "SUPERSCRIPT_SHIFT_UP_CRAMPED" if style.cramped else "SUPERSCRIPT_SHIFT_UP"
        up = max(
            constant(raised),
            max(high.depth for high in highs) + constant("SUPERSCRIPT_BOTTOM_MIN"),
            0.0 if simple else base.height - constant("SUPERSCRIPT_BASELINE_DROP_MAX"),
        )
    if lows and highs:
        bottom, top = up - max(high.depth for high in highs), max(low.height for low in lows) - down
        missing = constant("SUB_SUPERSCRIPT_GAP_MIN") - (bottom - top)
        if missing > 0:
            rise = max(0.0, min(missing, constant("SUPERSCRIPT_BOTTOM_MAX_WITH_SUBSCRIPT") - bottom))
            up, down = up + rise, down + missing - rise
    return down, up
