"""The head of a table that says something."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.document import nodes


def without_empty_head(table: nodes.Table) -> nodes.Table:
    """Return a table without its head if nothing stands in that: Markdown wants one, also of a table that has none."""
    cells = (cell for row in table.head for cell in row.cells)
    return table if any(cell.content or cell.blocks for cell in cells) else replace(table, head=())
