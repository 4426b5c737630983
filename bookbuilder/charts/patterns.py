"""Tells later series apart without their colours: their bars have a line inside, their dots a ring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bookbuilder.charts.drawing import PAPER, Bar, Dot, Shape, Stroke

_INSET, _THICK = 0.17, 0.09
"""How far inside the line is, and its thickness, in the size of the type."""
_DASHES = (0.28, 0.22)
_LEAST, _INNER = 0.3, (0.55, 0.25)
"""The radius of dots with a ring inside, in the size of the type, and the share that this has of it: of the third and the
fourth series, and of the others."""
_FRAMED, _DASHED = ("3", "4"), ("5", "6")
"""The colours of series whose line is whole, and of those whose line is dashed."""


def framed(colour: str) -> bool:
    """Whether the bars of a colour have a line inside."""
    return colour in (*_FRAMED, *_DASHED)


def with_patterns(shapes: Iterable[Shape], size: float) -> Iterator[Shape]:
    """Yield shapes, and inside each bar of a later series, if it has room for that, a line along its edges; inside large
    dots a ring."""
    for shape in shapes:
        yield shape
        if isinstance(shape, Dot) and framed(shape.colour) and shape.radius > _LEAST * size:
            inner = shape.radius * _INNER[shape.colour in _DASHED]
            yield Dot(shape.x, shape.y, inner, PAPER, _THICK * size)
        if not isinstance(shape, Bar) or not framed(shape.colour):
            continue
        inset, thick = _INSET * size, _THICK * size
        if min(shape.width, shape.height) < 2.6 * inset:
            continue
        start, top = shape.x + inset, shape.y + inset
        end, bottom = shape.x + shape.width - inset, shape.y + shape.height - inset
        corners = ((start, top), (end, top), (end, bottom), (start, bottom), (start, top))
        dashes = tuple(length * size for length in _DASHES) if shape.colour in _DASHED else ()
        yield Stroke(corners, PAPER, thick, dashes=dashes)
