"""Decides how a table is shown where it has no room, in e-books and on the web: its rows as labelled lists, or in a box that
scrolls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.document import nodes
from bookbuilder.document.table_spans import columns
from bookbuilder.document.walk import plain, walk

WAYS = STACK, SCROLL = "stack", "scroll"
ROOMS = (8, 12, 16, 20, 25, 30, 36, 44, 52, 60, 72, 84, 100)
"""The widths that a table may need, in em of its text; style sheets have a rule for each (`room-25`)."""
_ROWS, _LABEL = 12, 24
"""Tables with so few rows, and labels of so few letters, are stacked unless they consist of numbers."""
_SMALL = 12
"""A table that needs no more em fits every phone, but for very large letters."""
_COMFORT, _LETTER, _GAP = 14, 0.56, 0.9
"""Letters of a line that are comfortable to read in a cell; the width of a letter and the gap between columns, in em."""
_NUMBER = re.compile(
    r"[^\W\d]{0,3}[\s±+−–<>≤≥≈~$€£¥₣(-]*\d[\d\s.,  ’'/:–−%‰()+-]*\W{0,3}[^\W\d]{0,4}\W?", re.UNICODE
)


@dataclass(frozen=True, slots=True)
class PhoneTable:
    """How a table is shown where it has less than `room` em: `way` is `stack` or `scroll`; `labels` are the heads of its
    columns, for each cell of a stacked row."""

    way: str = SCROLL
    room: int = 0
    labels: tuple[str, ...] = ()

    @property
    def classes(self) -> tuple[str, str]:
        """The classes of the table for style sheets."""
        return (self.way, f"room-{self.room}")

    @property
    def stacked(self) -> bool:
        """Whether its rows become lists."""
        return self.way == STACK

    @property
    def scrolls(self) -> bool:
        """Whether it scrolls on small screens."""
        return self.way == SCROLL and self.room > _SMALL


def phone_table(table: nodes.Table) -> PhoneTable:
    """Return how a table is shown where it has no room: as it asks itself, or else few rows with short heads stacked."""
    room = _room(table)
    labels = _labels(table)
    wanted = table.phone or (STACK if room > _SMALL and _short(table, labels) else SCROLL)
    if wanted == STACK and can_stack(table):
        return PhoneTable(STACK, room, labels)
    return PhoneTable(SCROLL, room)


def can_stack(table: nodes.Table) -> bool:
    """Whether the rows of a table can become lists: one row is its head, and no cell spans others."""
    rows = (*table.head, *table.body)
    whole = all(cell.columns == 1 and cell.rows == 1 for row in rows for cell in row.cells)
    return len(table.head) == 1 and whole and len(table.head[0].cells) > 1 and any(_labels(table))


def _labels(table: nodes.Table) -> tuple[str, ...]:
    if not table.head:
        return ()
    return tuple(" ".join(_text(cell).replace("\u00ad", "").split()) for cell in table.head[-1].cells)


def _text(cell: nodes.Cell) -> str:
    inside = (node.content for node in walk(cell.blocks) if isinstance(node, nodes.Paragraph))
    return " ".join(plain(content) for content in (cell.content, *inside) if content)


def _short(table: nodes.Table, labels: Sequence[str]) -> bool:
    """Whether a table has few rows, short heads and more words than numbers."""
    if len(table.body) > _ROWS or any(len(label) > _LABEL for label in labels):
        return False
    # The first column says what a row is about, and may well be years.
    cells = [_text(cell).strip() for row in table.body for cell in row.cells[1:]]
    shown = [text for text in cells if text]
    return sum(bool(_NUMBER.fullmatch(text)) for text in shown) * 2 < len(shown)


def _room(table: nodes.Table) -> int:
    """Return the width that a table needs to be read with comfort, one of `ROOMS`."""
    widest: dict[int, float] = {}
    for rows in (table.head, table.body):
        for row, begins in zip(rows, columns(rows), strict=True):
            for cell, begin in zip(row.cells, begins, strict=True):
                text = _text(cell)
                longest = max(map(_width, re.split(r"[\s-]+", text)), default=0)
                need = max(longest, min(_width(text), _COMFORT)) / cell.columns
                for column in range(begin, begin + cell.columns):
                    widest[column] = max(widest.get(column, 0), need)
    em = sum(_LETTER * width + _GAP for width in widest.values())
    return next((room for room in ROOMS if em <= room), ROOMS[-1])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
