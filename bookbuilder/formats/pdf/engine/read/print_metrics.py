"""Reads what a printer checks from pages that are laid out: sizes of pictures, hairlines, transparency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import Box, ReplacedBox, TableBox, TableCellBox

from bookbuilder.formats.pdf.compile.compiled_part import Hairline, PlacedPicture
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.html.resource_loads import SCHEME

if TYPE_CHECKING:
    from weasyprint.document import Document

SCALE = 0.75
"""Points in a px."""
THIN = 1.0
"""In points: a thinner line is a hairline."""
_EDGES = ("top", "right", "bottom", "left")
_WIDTHS = tuple(f"border_{edge}_width" for edge in _EDGES)
_ALPHA = re.compile(rb"/(?:ca|CA)\s+(?:0?\.\d+|0)(?![\d.])")


def placed_pictures(document: Document) -> Iterator[PlacedPicture]:
    """Yield the pictures of the book on the pages of a document."""
    for at, page in enumerate(document.pages):
        for box in boxes_of(page._page_box).every:
            source = (
                box.element.get("src") if isinstance(box, ReplacedBox) and box.element is not None else None
            )
            if source and source.startswith(SCHEME):
                size = round(box.width * SCALE, 2), round(box.height * SCALE, 2)
                yield PlacedPicture(source.removeprefix(SCHEME), at, *size)


def hairlines(document: Document) -> tuple[Hairline, ...]:
    """Return the first line of each thickness below a point."""
    by_width: dict[float, Hairline] = {}
    grids: dict[int, object] = {}  # those of tables that were read: all pages of a table share one
    for at, page in enumerate(document.pages):
        block, last = "", None
        for box in boxes_of(page._page_box).every:
            element = box.element
            if element is not last:
                last = element
                block = (element.get("id") if element is not None else "") or block
            for line in _lines(box, grids):
                width = round(line * SCALE, 3)
                if 0 < width < THIN:
                    by_width.setdefault(width, Hairline(width, at, block))
    return tuple(by_width[width] for width in sorted(by_width))


def _lines(box: Box, read: dict[int, object]) -> Iterator[float]:
    """Yield the thickness of the lines around a box, in px.

    Where borders collapse, a table and its cells have half of each line as their borders; its grid has the whole ones. One
    that was `read` is not read again, since each page of a long table has the grid of all its rows.
    """
    values = box.__dict__.get("_box", box).__dict__  # what is out of flow has a placeholder around it
    grids = values.get("collapsed_border_grid")
    if grids:
        if id(grids) not in read:
            read[id(grids)] = grids
            for _, (_, width, _) in (border for grid in grids for row in grid for border in row):
                yield width
    elif any(map(values.get, _WIDTHS)) and not _collapses(box):  # hardly any box
        for edge, name in zip(_EDGES, _WIDTHS, strict=True):
            if box.style[f"border_{edge}_style"] not in ("none", "hidden"):
                yield values.get(name, 0)


def _collapses(box: Box) -> bool:
    return isinstance(box, TableCellBox | TableBox) and box.style["border_collapse"] == "collapse"


def is_transparent(dictionaries: Iterable[bytes]) -> bool:
    """Return whether something is drawn with an opacity below 1."""
    return any(_ALPHA.search(data) for data in dictionaries)
