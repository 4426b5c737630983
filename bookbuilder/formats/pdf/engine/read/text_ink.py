"""Reads where the ink of the texts of a page stands, about: from the top of what is written to the foot of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import isclose
from typing import NamedTuple

from weasyprint.formatting_structure.boxes import Box, PageBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of, expanded

ASCENT, DESCENT = 0.74, 0.22
"""In em: how far letters go above and below the baseline, about. `exact_ink` measures it where it matters."""


class TextInk(NamedTuple):
    """A text of a page, and the rectangle of its ink, in px from the upper left corner of the page box."""

    left: float
    top: float
    right: float
    bottom: float
    box: TextBox


def text_inks(page: PageBox) -> list[TextInk]:
    """Return the visible texts of a page, running heads and folios as well, in their order."""
    known = marks(page).text_inks
    if known is None:
        found = _turned(page) if _is_turned(page) else _inks(boxes_of(page).every)
        known = list(found)
        mark(page).text_inks = known
    return known


def exact_ink(text: TextInk) -> TextInk:
    """Return a text with the rectangle of its ink as Pango measures it, unless it is turned."""
    box = text.box
    if not isclose(text.right - text.left, _width(box)):
        return text
    layout = box.pango_layout
    layout.reactivate(box.style)
    try:
        line, _ = layout.get_first_line()
        ink = ffi.new("PangoRectangle *")
        pango.pango_layout_line_get_extents(line, ink, ffi.NULL)
        left, top = (
            box.position_x + ink.x * FROM_UNITS * marks(box).scale,
            _baseline(box) + ink.y * FROM_UNITS,
        )
        right, bottom = left + ink.width * FROM_UNITS * marks(box).scale, top + ink.height * FROM_UNITS
    finally:
        layout.deactivate()
    return TextInk(left, top, min(right, max(text.right, left)), bottom, box)


def _inks(boxes: Iterable[Box]) -> Iterator[TextInk]:
    for box in expanded(boxes):
        if isinstance(box, TextBox):
            ink = _ink(box)
            if ink is not None:
                yield ink


def _ink(box: TextBox) -> TextInk | None:
    if not box.text or box.text.isspace() or box.style["visibility"] != "visible":
        return None
    baseline, size = _baseline(box), box.style["font_size"]
    left = box.position_x + marks(box).head_room
    return TextInk(left, baseline - ASCENT * size, left + _width(box), baseline + DESCENT * size, box)


def _width(box: TextBox) -> float:
    return float(box.width - marks(box).narrowed - marks(box).head_room)


def _baseline(box: TextBox) -> float:
    return float(box.position_y + box.baseline)


# -- what is turned or scaled by a style sheet -------------------------------------------------------------------------


def _is_turned(page: PageBox) -> bool:
    return any("transformation_matrix" in box.__dict__ for box in boxes_of(page).every)


def _turned(page: Box) -> Iterator[TextInk]:
    for box, matrix in _with_matrices(page, None):
        if isinstance(box, TextBox) and (ink := _ink(box)) is not None:
            yield ink if matrix is None else TextInk(*transformed(ink[:4], matrix), ink.box)


def turning_matrices(page: PageBox) -> Mapping[Box, Matrix]:
    """Return the matrices of boxes of a page that are turned or scaled by a style sheet, or stand in such a box."""
    if not _is_turned(page):
        return {}
    return {box: matrix for box, matrix in _with_matrices(page, None) if matrix is not None}


def _with_matrices(box: Box, matrix: Matrix | None) -> Iterator[tuple[Box, Matrix | None]]:
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    own: Matrix | None = box.__dict__.get("transformation_matrix")
    if own is not None:
        matrix = own @ matrix if matrix is not None else own
    yield box, matrix
    for child in box.children if hasattr(box, "children") else ():
        yield from _with_matrices(child, matrix)


def transformed(
    rectangle: tuple[float, float, float, float], matrix: Matrix
) -> tuple[float, float, float, float]:
    """Return what holds a rectangle (left, top, right, bottom, in px) that is turned or scaled by a matrix."""
    left, top, right, bottom = rectangle
    corners = [matrix.transform_point(x, y) for x in (left, right) for y in (top, bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
