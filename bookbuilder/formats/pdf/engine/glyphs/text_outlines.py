"""Draws a line of text as shapes, which nobody copies or hears: the glyphs that Pango has chosen, drawn by HarfBuzz."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import uharfbuzz as hb
from weasyprint.text import fonts
from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf.engine.shaping.glyph_runs import STEP, runs

if TYPE_CHECKING:
    from weasyprint.pdf.stream import Stream
    from weasyprint.text.line_break import Layout

_Stroke = tuple[str, tuple[float, ...]]
"""A part of an outline: `m`ove, `l`ine, `c`urve or `h` (close), with its points in units of the font."""


def add_outlines(stream: Stream, layout: Layout, left: float, baseline: float, size: float) -> None:
    """Add the first line of a layout to the path of a page, in px; `size` is that of its font."""
    line, _ = layout.get_first_line()
    x = 0
    for run in runs(line, layout.text):
        data = fonts.get_hb_object_data(fonts.get_pango_font_hb_face(run.font)) or b""
        numbers = run.numbers
        for glyph, width, moved in zip(numbers[0::STEP], numbers[1::STEP], numbers[2::STEP]):
            strokes, upem = _strokes(data, glyph)
            _add(stream, left + (x + moved) * FROM_UNITS, baseline, strokes, size / upem)
            x += width


@lru_cache(maxsize=64)
def _strokes(data: bytes, glyph: int) -> tuple[tuple[_Stroke, ...], int]:
    """Return the outline of a glyph of a font, and how many of its units are an em."""
    face = hb.Face(data)
    drawn: list[_Stroke] = []
    hb.Font(face).draw_glyph(glyph, _pen(), drawn)
    return tuple(drawn), face.upem


@lru_cache(maxsize=1)
def _pen() -> hb.DrawFuncs:
    """Return functions that add strokes to a list."""

    def move(x: float, y: float, drawn: list[_Stroke]) -> None:
        drawn.append(("m", (x, y)))

    def line(x: float, y: float, drawn: list[_Stroke]) -> None:
        drawn.append(("l", (x, y)))

    def quadratic(ax: float, ay: float, x: float, y: float, drawn: list[_Stroke]) -> None:
        px, py = drawn[-1][1][-2:]
        first = (px + (ax - px) * 2 / 3, py + (ay - py) * 2 / 3)
        second = (x + (ax - x) * 2 / 3, y + (ay - y) * 2 / 3)
        drawn.append(("c", (*first, *second, x, y)))

    def cubic(ax: float, ay: float, bx: float, by: float, x: float, y: float, drawn: list[_Stroke]) -> None:
        drawn.append(("c", (ax, ay, bx, by, x, y)))

    def close(drawn: list[_Stroke]) -> None:
        drawn.append(("h", ()))

    result = hb.DrawFuncs()
    result.set_move_to_func(move)
    result.set_line_to_func(line)
    result.set_quadratic_to_func(quadratic)
    result.set_cubic_to_func(cubic)
    result.set_close_path_func(close)
    return result


def _add(stream: Stream, left: float, baseline: float, strokes: tuple[_Stroke, ...], scale: float) -> None:
    """Add the outline of a glyph to the path; the y axis of a page goes down."""
    for kind, points in strokes:
        at = [
            baseline - value * scale if index % 2 else left + value * scale
            for index, value in enumerate(points)
        ]
        if kind == "m":
            stream.move_to(*at)
        elif kind == "l":
            stream.line_to(*at)
        elif kind == "c":
            stream.curve_to(*at)
        else:
            stream.close()
