"""Draws marks at emphasized Chinese and Japanese characters: the custom property `--text-emphasis`, `sesame` or `dot`.

WeasyPrint 70.0 has no `text-emphasis` (CSS Text Decoration 3, 3). The marks are shapes and no text, so words are copied and
read aloud without them; they stand in the leading and move no line. As in CSS, spaces and punctuation have none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch
from bookbuilder.formats.pdf.engine.setup.custom_property import custom_property
from bookbuilder.formats.pdf.engine.shaping.glyph_runs import STEP, runs

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.pdf.stream import Stream

SESAME, DOT = "sesame", "dot"
_ABOVE = -1.03
_BELOW = 0.27
"""In em: where the middle of a mark stands, above (Japanese) or below (Chinese) the baseline of characters that reach from
-0.88 to 0.12."""
_RADIUS = 0.09
_CIRCLE = 0.5523
"""How far the handles of four curves are from their ends so that they make a circle of radius 1."""
_Point = tuple[float, float]
_SESAME = (
    ((-0.13, -0.13), (-0.04, -0.12), (0.06, -0.06), (0.12, 0.02)),
    ((0.12, 0.02), (0.16, 0.08), (0.12, 0.13), (0.06, 0.11)),
    ((0.06, 0.11), (-0.02, 0.08), (-0.1, -0.04), (-0.13, -0.13)),
)
"""A stroke from the upper left that ends round, as three curves of four points, in em."""


def _draw_text(theirs: Function) -> Function:
    def draw_text(stream: Stream, textbox: TextBox, *others: object) -> None:
        mark = custom_property(textbox.style, "__text_emphasis")
        centres = list(_centres(textbox)) if mark in (SESAME, DOT) else []
        theirs(stream, textbox, *others)
        if not centres or textbox.style["visibility"] != "visible":
            return
        size = textbox.style["font_size"]
        curves = _SESAME if mark == SESAME else _circle()
        y = textbox.position_y + textbox.baseline + size * (_ABOVE if mark == SESAME else _BELOW)
        with stream.stacked():
            stream.set_color(textbox.style["color"])
            for centre in centres:
                _draw(stream, curves, (textbox.position_x + centre, y), size)
            stream.fill()

    return draw_text


def _centres(box: TextBox) -> Iterator[float]:
    """Yield the middles of the characters of a text that are marked, in px from its beginning."""
    layout = box.pango_layout
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    x = 0
    size = box.style["font_size"]
    for run in runs(line, layout.text):
        numbers = run.numbers
        for index, place in enumerate(run.clusters):
            width, offset = numbers[index * STEP + 1], numbers[index * STEP + 2]
            letter = run.text[place:].decode()[:1]
            # Room between letters stands behind a character, and no part of it.
            if _is_marked(letter) and width:
                yield (x + offset) * FROM_UNITS + min(width * FROM_UNITS, size) / 2
            x += width
    layout.deactivate()


def _is_marked(letter: str) -> bool:
    """Whether a character has a mark (CSS Text Decoration 3, 3.1); letters that are joined, or run from right to left, have
    none."""
    if not letter or unicodedata.category(letter)[0] in "PZCM":
        return False
    return unicodedata.bidirectional(letter) not in ("R", "AL")


def _circle() -> tuple[tuple[_Point, _Point, _Point, _Point], ...]:
    points = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
    r, k = _RADIUS, _RADIUS * _CIRCLE
    return tuple(
        ((r * a, r * b), (r * a + k * c, r * b + k * d), (r * c + k * a, r * d + k * b), (r * c, r * d))
        for (a, b), (c, d) in pairwise(points)
    )


def _draw(stream: Stream, curves: tuple[tuple[_Point, ...], ...], centre: _Point, size: float) -> None:
    """Add the outline of a mark to the path."""
    x, y = centre
    stream.move_to(x + size * curves[0][0][0], y + size * curves[0][0][1])
    for _, *points in curves:
        stream.curve_to(*(value for a, b in points for value in (x + size * a, y + size * b)))
    stream.close()


PATCH = Patch(
    "Emphasized Chinese and Japanese characters have marks above or below them, which WeasyPrint does not draw.",
    Kind.HOOK,
    (Change("weasyprint.draw.text:draw_text", "ebaf96239c6ca363", _draw_text),),
)
