"""Draws a gradient of thousands of repetitions without repeating it, since it would take all memory.

WeasyPrint 70.0 writes out every repetition (`images.py`, `svg/defs.py`): three hundred bytes of a drawing, or a line of a
style sheet, took half a gigabyte, and with another zero all the memory there is. So a repeating gradient that comes round
more than `REPEATS` times is drawn once, in a drawing with its last colors beyond it, elsewhere in the color that is the mean
of its colors (css-images-3, 3.6: a renderer may do so with what is smaller than a dot).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import hypot
from typing import TYPE_CHECKING

from weasyprint import images

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.matrix import Matrix

REPEATS = 2000


def _lay_out(theirs: Function) -> Function:
    def ours(gradient: images.Gradient, width: float, height: float, style: Style) -> object:
        if not gradient.repeating:
            return theirs(gradient, width, height, style)
        # WeasyPrint is asked for one repetition: to ask for all of them would take the memory.
        gradient.repeating = False
        try:
            scale, kind, points, _, colors, _ = theirs(gradient, width, height, style)
        finally:
            gradient.repeating = True
        far = hypot(width, height / scale) + (hypot(*points[:2]) if points else 0.0)
        if kind == "linear":
            length = hypot(points[2] - points[0], points[3] - points[1])
        else:  # it repeats inwards as well
            length = abs(points[5] - points[2]) if points else 0.0
            far += points[2] if points else 0.0
        if kind == "solid" or far <= REPEATS * length:
            return theirs(gradient, width, height, style)
        even = [at / max(1, len(colors) - 1) for at in range(len(colors))]
        return 1, "solid", None, [], [images.gradient_average_color(colors, even)], []

    return ours


def _spread_linear(  # the parameters are those of WeasyPrint's function
    theirs: Function,
    spread: str,
    positions: Sequence[float],
    colors: Sequence[object],
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    box: tuple[float, float, float, float],
    matrix: Matrix,
) -> object:
    if spread in ("repeat", "reflect"):
        first, last, _ = images.normalize_stop_positions(list(positions))
        start, end = matrix.transform_point(x1, y1), matrix.transform_point(x2, y2)
        length = hypot(end[0] - start[0], end[1] - start[1]) * (last - first)
        x, y, width, height = box
        far = hypot(width, height) + hypot(x - start[0], y - start[1])
        spread = spread if far <= REPEATS * length else "pad"
    return theirs(spread, positions, colors, x1, y1, x2, y2, box, matrix)


def _spread_radial(  # as above
    theirs: Function,
    spread: str,
    positions: Sequence[float],
    colors: Sequence[object],
    fx: float,
    fy: float,
    fr: float,
    cx: float,
    cy: float,
    r: float,
    width: float,
    height: float,
    matrix: Matrix,
) -> object:
    if spread in ("repeat", "reflect"):
        first, last, _ = images.normalize_stop_positions(list(positions))
        length = abs(r - fr) * (last - first)
        far = (
            hypot(*matrix.invert.transform_point(width, height)) + hypot(fx, fy) + fr
            if matrix.determinant
            else 0
        )
        spread = spread if far <= REPEATS * length else "pad"
    return theirs(spread, positions, colors, fx, fy, fr, cx, cy, r, width, height, matrix)


PATCH = Patch(
    "A gradient that repeats more often than anybody can see is one color, where WeasyPrint writes out every repetition.",
    Kind.FIX,
    (
        Change("weasyprint.images:LinearGradient.layout", "7682d3654bdcde8b", _lay_out),
        Change("weasyprint.images:RadialGradient.layout", "1b4d41aa049bf5aa", _lay_out),
        Change(
            "weasyprint.svg.defs:spread_linear_gradient",
            "b2b3425bf629a8c0",
            lambda theirs: partial(_spread_linear, theirs),
        ),
        Change(
            "weasyprint.svg.defs:spread_radial_gradient",
            "7eb20b3a3dac88e8",
            lambda theirs: partial(_spread_radial, theirs),
        ),
    ),
    upstream=("gradients",),
)
