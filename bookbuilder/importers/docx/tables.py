"""Reads the tables of Word: cells that extend over columns and rows, rows that head, rows that were inserted or deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from bookbuilder.importers.docx.package import attribute, child, switched_on
from bookbuilder.importers.docx.reading import DocxState
from bookbuilder.importers.importer import REJECT
from bookbuilder.importers.manuscript.nodes import Aside, Block, Cell, Table
from bookbuilder.importers.safe_xml import elements, local

ReadBlocks = Callable[[etree._Element, DocxState], tuple[Block, ...]]
_ALIGN = {"center": "center", "right": "end", "end": "end"}
MAX_COLUMNS = 200


def read_table(element: etree._Element, reading: DocxState, read_blocks: ReadBlocks) -> Table | Aside | None:
    """Return a table; one of a single cell is a box. `read_blocks` reads the content of a cell."""
    rows: list[list[Cell]] = []
    span, head = reading.span, 0
    open_cells: dict[int, tuple[int, int]] = {}
    reading.depth += 1
    for row in _rows(element):
        properties = child(row, "trPr")
        if child(properties, "ins" if reading.changes == REJECT else "del") is not None:
            continue
        cells: list[Cell] = []
        column = _number(attribute(child(properties, "gridBefore"), "val"), 0)
        if column:
            cells.append(Cell((), columns=column))
        for element_of_cell in _cells(row):
            given = child(element_of_cell, "tcPr")
            width = max(_number(attribute(child(given, "gridSpan"), "val"), 1), 1)
            merge = child(given, "vMerge")
            align = _alignment(element_of_cell, reading)  # reading empties the paragraphs
            blocks = read_blocks(element_of_cell, reading)
            if merge is not None and attribute(merge, "val") != "restart" and column in open_cells:
                above, index = open_cells[column]
                cell = rows[above][index]
                rows[above][index] = replace(cell, rows=len(rows) - above + 1, blocks=cell.blocks + blocks)
            else:
                if merge is not None:
                    open_cells[column] = (len(rows), len(cells))
                else:
                    open_cells.pop(column, None)
                cells.append(Cell(blocks, columns=width, align=align))
            column += width
        if head == len(rows) and switched_on(child(properties, "tblHeader")):
            head += 1
        rows.append(cells)
    reading.depth -= 1
    if len(rows) == 1 and len(rows[0]) == 1:
        return Aside((), rows[0][0].blocks, span) if rows[0][0].blocks else None
    if not any(cell.blocks for cells in rows for cell in cells):
        return None
    return Table(tuple(map(tuple, rows)), head, span=span)


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for one in elements(element):
        if local(one) == "tr":
            yield one
        elif local(one) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _rows(one)


def _cells(element: etree._Element) -> Iterator[etree._Element]:
    for one in elements(element):
        if local(one) == "tc":
            yield one
        elif local(one) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(one)


def _alignment(cell: etree._Element, reading: DocxState) -> str:
    """Return how the first paragraph of a cell is aligned, by itself or by its style."""
    properties = child(cell, "p", "pPr")
    own = attribute(child(properties, "jc"), "val")
    align = own or reading.styles.alignment(attribute(child(properties, "pStyle"), "val"))
    return _ALIGN.get(align, "")


def _number(text: str, default: int) -> int:
    return min(int(text), MAX_COLUMNS) if text.isascii() and text.isdecimal() and len(text) < 6 else default
