"""Writes a laid out formula as the outlines of its glyphs: one path of SVG, in thousandths of an em."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import uharfbuzz as hb

from bookbuilder.formulas.drawing.boxes import Box, Glyph, Item, Polygon

UNITS = 1000
"""Units of the path in an em."""


def path(box: Box, fonts: Sequence[hb.Font]) -> str:
    """Return the path of a box. The y axis points down, from the baseline; curves are cubic."""
    parts: list[str] = []
    for x, y, item in _placed(box, 0.0, 0.0):
        if isinstance(item, Polygon):
            first, *others = ((x + px, y + py) for px, py in item.points)
            parts.append(f"M{_point(*first)}" + "".join(f"L{_point(*point)}" for point in others) + "Z")
        elif isinstance(item, Glyph):
            parts.append(_outline(item, x, y, fonts[item.font]))
    return "".join(parts)


def _placed(box: Box, x: float, y: float) -> Iterator[tuple[float, float, Item]]:
    waiting: list[tuple[float, float, Item]] = [(x, y, box)]
    while waiting:
        left, base, item = waiting.pop()
        if isinstance(item, Box):
            waiting.extend((left + dx, base + dy, inner) for dx, dy, inner in reversed(item.items))
        else:
            yield left, base, item


def _number(value: float) -> str:
    return str(round(value * UNITS))


def _point(x: float, y: float) -> str:
    return f"{_number(x)} {_number(-y)}"


@dataclass(slots=True)
class _Pen:
    """Gathers the outline of a glyph at a place. Quadratic curves become cubic ones, which PDF has."""

    x: float
    y: float
    scale: float
    parts: list[str] = field(default_factory=list)
    last: tuple[float, float] = (0.0, 0.0)

    def point(self, x: float, y: float) -> str:
        return _point(self.x + x * self.scale, self.y + y * self.scale)


def _move(x: float, y: float, pen: _Pen) -> None:
    pen.parts.append(f"M{pen.point(x, y)}")
    pen.last = x, y


def _line(x: float, y: float, pen: _Pen) -> None:
    pen.parts.append(f"L{pen.point(x, y)}")
    pen.last = x, y


def _quadratic(cx: float, cy: float, x: float, y: float, pen: _Pen) -> None:
    lx, ly = pen.last
    _cubic(
        lx + 2 / 3 * (cx - lx), ly + 2 / 3 * (cy - ly), x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y), x, y, pen
    )


def _cubic(ax: float, ay: float, bx: float, by: float, x: float, y: float, pen: _Pen) -> None:
    pen.parts.append(f"C{pen.point(ax, ay)} {pen.point(bx, by)} {pen.point(x, y)}")
    pen.last = x, y


def _close(pen: _Pen) -> None:
    pen.parts.append("Z")


def _outline(glyph: Glyph, x: float, y: float, font: hb.Font) -> str:
    pen = _Pen(x, y, glyph.size / font.face.upem)
    font.draw_glyph(glyph.number, _functions(), pen)
    return "".join(pen.parts)


def _functions() -> hb.DrawFuncs:
    functions = hb.DrawFuncs()
    functions.set_move_to_func(_move)
    functions.set_line_to_func(_line)
    functions.set_quadratic_to_func(_quadratic)
    functions.set_cubic_to_func(_cubic)
    functions.set_close_path_func(_close)
    return functions
