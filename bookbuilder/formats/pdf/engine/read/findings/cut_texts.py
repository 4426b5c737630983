"""Finds texts that stand outside of what holds them: their cell, their column, a box that cuts off, the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf

from weasyprint.formatting_structure.boxes import Box, LineBox, PageBox, TableCellBox, TableRowBox, TextBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.box_places import area, text_place
from bookbuilder.formats.pdf.engine.read.text_ink import TextInk, text_inks, turning_matrices

_SLACK = 0.5
"""In px: what rounding leaves over."""
_TOUCHING = 0.2
"""In em: texts of two columns of a table that stand nearer to each other read as one."""
_OUTSIDE = 0.6
"""In em: how far a text may stand outside its column. Punctuation that hangs there does."""


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield the texts that stand outside; the words of each are the text and what it leaves: `cell`, `column`, `box`,
    `page`; or `neighbour` if it touches the text of the next column of a table. What leaves the page at a side is found
    where the side of the page is known (`paginate.overflow`)."""
    for number, page in enumerate(pages):
        inks: dict[Box, TextInk] = {ink.box: ink for ink in text_inks(page)}
        seen: set[Box] = set()
        for box, what in _outside(page, inks):
            if box not in seen:
                seen.add(box)
                yield LayoutFinding(
                    "text.cut",
                    number,
                    words=(box.text.strip(), what),
                    text=text_place(box),
                    area=area([inks[box][:4]]),
                )


def _outside(page: PageBox, inks: dict[Box, TextInk]) -> Iterator[tuple[TextBox, str]]:
    height = page.margin_height()
    for ink in inks.values():
        if ink.top < -_SLACK or ink.bottom > height + _SLACK:
            yield ink.box, "page"
    # Of what is turned, the place on the page is known, and not that of its cell.
    turned = turning_matrices(page)
    inks = {box: ink for box, ink in inks.items() if box not in turned}
    for box in boxes_of(page).every:
        children = box.children
        if not children:
            continue
        if isinstance(box, TableCellBox):
            left, right = box.border_box_x(), box.border_box_x() + box.border_width()
            yield from ((text, "cell") for text in _beyond(box, inks, left - _SLACK, right + _SLACK))
        if isinstance(box, TableRowBox):
            yield from ((text, "neighbour") for text in _touching(box, inks))
        if isinstance(children[0], LineBox):
            left, right = box.content_box_x(), box.content_box_x() + box.width
            for line in children:
                if line.position_x < left - _SLACK or line.position_x + line.width > right + _SLACK:
                    most = _OUTSIDE * line.style["font_size"]
                    # Before the column stands what is to: numbers of notes, marks of lists.
                    ends = (left - most, inf) if line.style["direction"] == "rtl" else (-inf, right + most)
                    yield from ((text, "column") for text in _beyond(line, inks, *ends))
        if box.style["overflow"] == "hidden":
            yield from ((text, "box") for text in _clipped(box, inks))


def _beyond(box: Box, inks: dict[Box, TextInk], left: float, right: float) -> Iterator[TextBox]:
    for inner in box.descendants():
        ink = inks.get(inner)
        if ink is not None and (ink.left < left or ink.right > right):
            yield ink.box


def _touching(row: Box, inks: dict[Box, TextInk]) -> Iterator[TextBox]:
    """Yield the texts of cells that stand too near to a text of another cell of their row, on the same line."""
    cells = [[ink for box in cell.descendants() if (ink := inks.get(box))] for cell in row.children]
    for ours, theirs in pairwise(sorted(filter(None, cells), key=lambda cell: cell[0].left)):
        edge = min(ink.left for ink in theirs)
        for ink in ours:
            near = _TOUCHING * ink.box.style["font_size"]
            if ink.right > edge - near and any(
                ink.right > other.left - near and ink.top < other.bottom and other.top < ink.bottom
                for other in theirs
            ):
                yield ink.box
                break


def _clipped(box: Box, inks: dict[Box, TextInk]) -> Iterable[TextBox]:
    """Yield the texts of which a box that cuts off shows only a part."""
    left, top = box.border_box_x() - _SLACK, box.border_box_y() - _SLACK
    right, bottom = left + box.border_width() + 2 * _SLACK, top + box.border_height() + 2 * _SLACK
    for inner in box.descendants():
        ink = inks.get(inner)
        if ink is None:
            continue
        most = 0.3 * ink.box.style["font_size"]  # its ink is known about
        if ink.left < left or ink.right > right or ink.top < top - most or ink.bottom > bottom + most:
            yield ink.box
