"""Where the glyphs of a drawing really are, by their outlines: high scripts leave the box that a text is measured with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import uharfbuzz as hb

from bookbuilder.charts.chart_style import SLACK
from bookbuilder.charts.drawing import END, START, ChartDrawing, ChartLabel
from bookbuilder.html.chart_typeface import BookTypeface

Ink = tuple[float, float, float, float]
FEATURES = {"lnum": True, "tnum": True}


def glyph_faults(drawing: ChartDrawing, typeface: BookTypeface, *, rtl: bool) -> list[str]:
    """Return which texts touch one another, or leave the drawing."""
    inks = [(label, list(_inks(label, typeface, rtl=rtl))) for label in drawing.labels]
    found = [
        f"{label.text} is outside"
        for label, own in inks
        if any(ink[1] < -0.1 or ink[3] > drawing.height + 0.1 for ink in own)
    ]
    for (one, first), (other, second) in combinations(inks, 2):
        near = abs(one.y - other.y) < 2.2 * one.size
        if near and any(_meet(a, b) for a in first for b in second):
            found.append(f"{one.text} touches {other.text}")
    return found


def _meet(one: Ink, other: Ink) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inks(label: ChartLabel, typeface: BookTypeface, *, rtl: bool) -> Iterator[Ink]:
    """Yield the edges of each glyph of a label whose letters are all of one face."""
    ((face, letters), *others) = typeface._runs(label.text, label.bold)
    if others or face is None:
        return
    typeface.width(label.text, label.size)
    font, buffer = typeface._shapers[face.file], hb.Buffer()
    buffer.add_str(letters)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, FEATURES)
    scale, width = label.size / font.face.upem, label.width / SLACK
    before = {START: 1.0 if rtl else 0.0, END: 0.0 if rtl else 1.0}.get(label.anchor, 0.5)
    pen = label.x - before * width
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        ink = font.get_glyph_extents(info.codepoint)
        if ink is not None and ink.height:
            x, y = (
                pen + (ink.x_bearing + place.x_offset) * scale,
                label.y - (ink.y_bearing + place.y_offset) * scale,
            )
            yield x, y, x + ink.width * scale, y - ink.height * scale
        pen += place.x_advance * scale
