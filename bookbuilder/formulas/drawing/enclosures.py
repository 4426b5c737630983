"""Lays out what has a frame or strokes: `\\boxed`, `\\cancel`, and the room of what is not seen."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import hypot

from bookbuilder.formulas.drawing.boxes import Box, Placed, Polygon, unseen
from bookbuilder.formulas.drawing.setting import MathStyle, Setting, length
from bookbuilder.formulas.math_element import MathElement

_THICKNESS = 0.05
_FRAME = 0.25
"""Room between a formula and its frame, in em."""


def enclosed(element: MathElement, content: Box, style: MathStyle, setting: Setting) -> Box:
    """Return the content of `menclose` with its notation."""
    size, notation = setting.size(style), element.get("notation").split()
    if "box" in notation:
        content = _padded(content, _FRAME * size)
        return _drawn(content, _frame(content))
    if "actuarial" in notation:
        content = _padded(content, 0.08 * size)
        top, right = content.height, content.width
        return _drawn(
            content, [_stroke((0, top), (right, top)), _stroke((right, top), (right, -content.depth))]
        )
    if "phasorangle" in notation:
        lean = (content.height + content.depth) / 3
        content = _moved(content, lean)
        low = -content.depth - 0.08 * size
        strokes = [_stroke((0, low), (content.width, low)), _stroke((0, low), (lean, content.height))]
        return _drawn(replace(content, depth=-low), strokes)
    ends = []
    if "updiagonalstrike" in notation:
        ends.append(((0, -content.depth), (content.width, content.height)))
    if "downdiagonalstrike" in notation:
        ends.append(((0, content.height), (content.width, -content.depth)))
    return _drawn(content, [_stroke(begin, end) for begin, end in ends])


def padded(element: MathElement, content: Box, style: MathStyle, setting: Setting) -> Box:
    """Return the content of `mpadded`: raised, or with another size for those around it."""
    size = setting.size(style)
    up = length(element.get("voffset", "0"), size)
    before = length(element.style.get("padding-left", "0"), size)
    after = length(element.style.get("padding-right", "0"), size)
    box = Box(
        before + (length(element.get("width"), size) if element.get("width") else content.width) + after,
        content.height + up,
        content.depth - up,
        ((before, up, content),) if content.items else (),
    )
    return replace(box, height=length(element.get("height"), size)) if element.get("height") else box


def phantom(content: Box) -> Box:
    """Return the room of a content that is not drawn."""
    return unseen(content)


def _padded(box: Box, room: float) -> Box:
    return Box(box.width + 2 * room, box.height + room, box.depth + room, ((room, 0.0, box),))


def _moved(box: Box, x: float) -> Box:
    return Box(box.width + x, box.height, box.depth, ((x, 0.0, box),))


def _drawn(box: Box, strokes: list[Polygon]) -> Box:
    drawn: list[Placed] = [(0.0, 0.0, stroke) for stroke in strokes]
    return Box(box.width, box.height, box.depth, ((0.0, 0.0, box), *drawn))


def _frame(box: Box) -> list[Polygon]:
    left, right, top, bottom = 0.0, box.width, box.height, -box.depth
    corners = ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
    return [_stroke(begin, end) for begin, end in pairwise(corners)]


def _stroke(begin: tuple[float, float], end: tuple[float, float]) -> Polygon:
    """Return a straight stroke between two points, with square ends."""
    across, along = end[0] - begin[0], end[1] - begin[1]
    far = hypot(across, along) or 1.0
    x, y = across / far * _THICKNESS / 2, along / far * _THICKNESS / 2
    return Polygon(
        (
            (begin[0] - x - y, begin[1] - y + x),
            (end[0] + x - y, end[1] + y + x),
            (end[0] + x + y, end[1] + y - x),
            (begin[0] - x + y, begin[1] - y - x),
        )
    )
