"""Tells later series apart without their colours: their bars and their fields in the key have a line inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bookbuilder.charts.drawing import PAPER, Bar, Shape, Stroke

_INSET, _THICK = 0.17, 0.09
"""How far inside the line is, and its thickness, in the size of the type."""
_DASHES = (0.28, 0.22)
_FRAMED, _DASHED = ("3", "4"), ("5", "6")
"""The colours of series whose line is whole, and of those whose line is dashed."""


def framed(colour: str) -> bool:
    """Whether the bars of a colour have a line inside."""
    return colour in (*_FRAMED, *_DASHED)


def with_patterns(shapes: Iterable[Shape], size: float) -> Iterator[Shape]:
    """Yield shapes, and inside each bar of a later series, if it has room for that, a line along its edges."""
    for shape in shapes:
        yield shape
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
