"""Splits a table that is turned by a quarter, and longer than a page is wide, into blocks of one page each.

Its block is as high as a page, and the table in it is laid out upright before it is turned: as wide as the page is high, and
as high as the page is wide. Where that ends, the next block begins; all of them are of one element and hold the same boxes,
and each says which rows of these stand in it (`TablePiece`). So the pages of its chapter are planned with them as with
several tables, and in the structure of the file it is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.lines.line_plan import skip_path, skip_stack_to
from bookbuilder.formats.pdf.engine.marks import TablePiece, mark_planned
from bookbuilder.formats.pdf.engine.pages.table_rows import BodyRow, body_rows

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack

TURNED = "turned"
"""The class of the block around such a table."""


def is_turned(box: Box) -> bool:
    """Whether a box is the block around a turned table: the style sheet gives it the height of a page."""
    return box.element_tag == "div" and box.height != "auto" and TURNED in classes_of(box.element)


def with_pieces(context: LayoutContext, chapter: Box) -> list[Box]:
    """Return the children of a chapter, with several for a turned table that is longer than a page."""
    return [
        piece
        for child in chapter.children
        for piece in (_pieces(context, chapter, child) if _holds_turned(child) else (child,))
    ]


def _holds_turned(child: Box) -> bool:
    return child.element_tag == "div" and TURNED in classes_of(child.element)


def _pieces(context: LayoutContext, chapter: Box, whole: Box) -> Iterator[Box]:
    """Yield a block for each page of a turned table: the block itself, and copies of it."""
    ends: list[tuple[int, ...]] = []
    rows: Sequence[BodyRow] = ()
    begin = 0
    while path := _end(context, chapter, whole, skip_stack_to(ends[-1]) if ends else None):
        rows = rows or body_rows(_wrapper_of(whole))
        row = next((number for number, row in enumerate(rows) if row.box is _at(whole, path)), begin)
        if row <= begin:
            ends = []  # a row is higher than the page is wide
            break
        # Rows that stay together do, if that leaves some on this page.
        begin = next((number for number in range(row, begin, -1) if not rows[number].kept), row)
        ends.append((*path[: -len(rows[begin].path)], *rows[begin].path))
    for number, (start, stop) in enumerate(pairwise(((), *ends, ()))):
        piece = whole.copy() if number else whole
        mark_planned(piece).rows = TablePiece(start, stop)
        if stop:
            mark_planned(_at(whole, stop)).starts_page = True
        yield piece


def _wrapper_of(box: Box) -> Box:
    """Return the box around the table of a block and its caption."""
    while not box.is_table_wrapper:
        box = box.children[0]
    return box


def _end(context: LayoutContext, chapter: Box, whole: Box, start: SkipStack) -> tuple[int, ...]:
    """Return the path to the row with which the next page of a turned table begins; empty if none does."""
    # The notes of the table are not those of this page.
    footnotes, context.footnotes = context.footnotes, []
    whole.position_x, whole.position_y = chapter.content_box_x(), 0
    try:
        _, resume_at, *_ = block.block_level_layout(context, whole, -inf, start, chapter)
    finally:
        context.footnotes = footnotes
    return skip_path(resume_at)


def _at(box: Box, path: tuple[int, ...]) -> Box:
    for index in path:
        box = box.children[index]
    return box
