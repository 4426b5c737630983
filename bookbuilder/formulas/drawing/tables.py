"""Lays out tables: matrices, cases, aligned lines, with their rules (MathML Core, 3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from bookbuilder.formulas.drawing.boxes import Box, Polygon, joined
from bookbuilder.formulas.drawing.rows import row
from bookbuilder.formulas.drawing.setting import MathStyle, Setting, length
from bookbuilder.formulas.math_element import MathElement

_SIDE, _ABOVE = 0.4, 0.225
"""Room beside and above the content of a cell, in em (`0.5ex 0.4em` in the style sheet of MathML Core)."""
_TIGHT = 0.06
r"""Room above and below a line of a `\substack`, in em."""
_HIGH, _DEEP = 0.6, 0.2
"""The least height and depth of a line in a table, in em, so that lines of small letters stand as far apart as others."""
_RULE = 0.05
_DASH = 0.15


def table(element: MathElement, style: MathStyle, setting: Setting) -> Box:
    """Lay out a table; its middle stands on the axis."""
    style = style.of(element)
    size = setting.size(style)
    rows = [list(line.children) for line in element.children]
    cells = [[row(cell.children, style, setting) for cell in line] for line in rows]
    count = max((len(line) for line in rows), default=0)
    widths = [0.0] * count
    for line, boxes in zip(rows, cells, strict=True):
        for column, (cell, box) in enumerate(zip(line, boxes, strict=True)):
            before, after = _room(cell, size)
            widths[column] = max(widths[column], before + box.width + after)
    heights = [_reach(line, boxes, size) for line, boxes in zip(rows, cells, strict=True)]
    total = sum(height + depth for height, depth in heights)
    y = total / 2 + setting.axis(style)
    lefts = [0.0, *accumulate(widths)]
    placed = []
    tops = [y]
    for (height, depth), line, boxes in zip(heights, rows, cells, strict=True):
        for column, (cell, box) in enumerate(zip(line, boxes, strict=True)):
            placed.append((lefts[column] + _indent(cell, box, widths[column], size), y - height, box))
        y -= height + depth
        tops.append(y)
    result = joined(placed, lefts[-1])
    rules = tuple(_rules(element, rows, lefts, tops))
    items = (*result.items, *((0.0, 0.0, polygon) for polygon in rules))
    if not rules and count:
        # Without rules, the room at the edges is not seen; brackets would only stand further away.
        above, below = _edge(rows[0]) * size, _edge(rows[-1]) * size
        return Box(result.width, tops[0] - above, -(tops[-1] + below), items)
    return Box(result.width, tops[0], -tops[-1], items)


def _room(cell: MathElement, size: float) -> tuple[float, float]:
    style = cell.style
    return (
        length(style.get("padding-left", f"{_SIDE}em"), size),
        length(style.get("padding-right", f"{_SIDE}em"), size),
    )


def _reach(line: list[MathElement], boxes: list[Box], size: float) -> tuple[float, float]:
    """Return how far a line reaches above and below its baseline, with the room around it."""
    room = _edge(line) * size
    height = max((box.height for box in boxes), default=0.0)
    depth = max((box.depth for box in boxes), default=0.0)
    return max(height, _HIGH * size) + room, max(depth, _DEEP * size) + room


def _edge(line: list[MathElement]) -> float:
    """Return the room above and below the content of a line, in em."""
    return _TIGHT if line and line[0].style.get("padding-top") == "0" else _ABOVE


def _indent(cell: MathElement, box: Box, width: float, size: float) -> float:
    before, after = _room(cell, size)
    free = width - before - after - box.width
    return before + free * {"left": 0.0, "right": 1.0}.get(cell.style.get("text-align", ""), 0.5)


def _rules(
    element: MathElement, rows: list[list[MathElement]], lefts: list[float], tops: list[float]
) -> Iterator[Polygon]:
    """Yield the rules of a table and its cells; dashed ones in pieces."""
    around = element.style
    if "border-left" in around:
        yield from _upright(0.0, tops[0], tops[-1], around["border-left"])
    for edge, y in (("border-top", tops[0]), ("border-bottom", tops[-1])):
        if edge in around:
            yield from _level(0.0, lefts[-1], y, around[edge])
    for index, line in enumerate(rows):
        for column, cell in enumerate(line):
            style = cell.style
            if "border-right" in style:
                yield from _upright(lefts[column + 1], tops[index], tops[index + 1], style["border-right"])
            for edge, y in (("border-top", tops[index]), ("border-bottom", tops[index + 1])):
                if edge in style:
                    yield from _level(lefts[column], lefts[column + 1], y, style[edge])


def _upright(x: float, top: float, bottom: float, kind: str) -> Iterator[Polygon]:
    for low, high in _pieces(bottom, top, dashed="dashed" in kind):
        yield _area(x - _RULE / 2, low, x + _RULE / 2, high)


def _level(left: float, right: float, y: float, kind: str) -> Iterator[Polygon]:
    for begin, end in _pieces(left, right, dashed="dashed" in kind):
        yield _area(begin, y - _RULE / 2, end, y + _RULE / 2)


def _pieces(begin: float, end: float, *, dashed: bool) -> Iterator[tuple[float, float]]:
    if not dashed:
        yield begin, end
        return
    count = max(1, round((end - begin) / (2 * _DASH)))
    step = (end - begin) / (2 * count - 1)
    yield from ((begin + 2 * n * step, begin + (2 * n + 1) * step) for n in range(count))


def _area(left: float, bottom: float, right: float, top: float) -> Polygon:
    return Polygon(((left, bottom), (right, bottom), (right, top), (left, top)))
