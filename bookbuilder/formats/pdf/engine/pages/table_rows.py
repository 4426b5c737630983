"""Reads a table between the rows of which a page may end: its rows, how high they are, and which stay together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.pages.block_properties import AVOIDED_BREAKS
from bookbuilder.formats.pdf.engine.pages.repeated_rows import head_and_foot

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row of the body of a table: its box, the path to it from the wrapper of the table, and whether it is `kept` on the
    page of the row before."""

    box: Box
    path: tuple[int, ...]
    kept: bool


def body_rows(wrapper: Box) -> list[BodyRow]:
    """Return the rows of the body of a table, given the box around it and its caption. The first two stay together, but for
    one that heads a group, and the last two; a row that heads a group stays with the next one, as does one that a cell spans
    out of."""
    found = list(_rows(wrapper))
    kept = [False] * len(found)
    for at, ((_, before), (_, row)) in enumerate(pairwise(found), 1):
        asked = block.block_level_page_break(before, row) in AVOIDED_BREAKS
        begins = at == 1 or (at == 2 and _heads_group(found[0][1]))
        kept[at] = asked or begins or at == len(found) - 1 or _heads_group(before)
    return [BodyRow(row, path, keep) for (path, row), keep in zip(found, kept, strict=True)]


def _rows(wrapper: Box) -> Iterator[tuple[tuple[int, ...], Box]]:
    for number, table in enumerate(wrapper.children):
        if isinstance(table, boxes.TableBox):
            for at, group in enumerate(table.children):
                if not (group.is_header or group.is_footer):
                    for index, row in enumerate(group.children):
                        yield (number, at, index), row


def _heads_group(row: Box) -> bool:
    """Whether a row has one cell, the name of the rows below it."""
    if len(row.children) != 1:
        return False
    (cell,) = row.children
    return cell.element_tag == "th" or (cell.colspan > 1 and cell.grid_x == 0)


def row_heights(laid_out: Box) -> list[float]:
    """Return how high the rows of a table are, in px, given the box around it as it is laid out on a page without end: the
    first with all above it, the last with all below."""
    tops = [float(row.position_y) for _, row in _rows(laid_out)]
    top = float(laid_out.border_box_y())
    begins, ends = [top, *tops[1:]], [*tops[1:], top + float(laid_out.border_height())]
    return [end - begin for begin, end in zip(begins, ends, strict=True)]


def head_height(laid_out: Box) -> float:
    """Return what stands above a row of a table that begins a page, in px, given the box around a table that begins with
    it: the head of the table, which is repeated."""
    table = table_of(laid_out)
    first = next(row for _, row in _rows(laid_out))
    return float(first.position_y - table.border_box_y())


def foot_height(laid_out: Box) -> float:
    """Return what stands below the last row on a page that ends inside a table, in px, given the box around it: the foot of
    the table, which is repeated."""
    _, foot = head_and_foot(table_of(laid_out))
    return float(foot.height) if foot is not None else 0.0


def table_of(wrapper: Box) -> Box:
    """Return the table in the box around it and its caption."""
    return next(child for child in wrapper.children if isinstance(child, boxes.TableBox))
