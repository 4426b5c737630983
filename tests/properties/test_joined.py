"""Whatever is joined in a table: its cells cover it once, and each of its words is in one of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Row, Table
from bookbuilder.document.table_spans import columns, keep_with_next
from bookbuilder.document.walk import plain, walk
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.merged_cells import MERGE_MARKS
from bookbuilder.markdown.parse_chapter import parse_chapter

grids = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(["^^", "<<", "", "w"]), min_size=width, max_size=width),
        min_size=2,
        max_size=7,
    )
)


def written(grid: list[list[str]]) -> str:
    """Return a table; the words in it are told apart by numbers."""
    lines = [
        "|"
        + "|".join(f" {mark}{at}-{to} " if mark == "w" else f" {mark} " for to, mark in enumerate(row))
        + "|"
        for at, row in enumerate(grid)
    ]
    return "\n".join(["# A", "", lines[0], "|" + "---|" * len(grid[0]), *lines[1:], ""])


def read(grid: list[list[str]]) -> tuple[Table, Findings]:
    findings = Findings()
    made = parse_chapter(written(grid), "chapters/de/01-a.md", directives(), findings)
    (table,) = (node for node in walk(made) if isinstance(node, Table))
    return table, findings


def covered(rows: tuple[Row, ...]) -> list[tuple[int, int]]:
    """Return the places that the cells of rows cover, sorted."""
    return sorted(
        (at + down, begin + along)
        for at, (row, begins) in enumerate(zip(rows, columns(rows), strict=True))
        for cell, begin in zip(row.cells, begins, strict=True)
        for down in range(cell.rows)
        for along in range(cell.columns)
    )


@given(grids)
def test_cells_cover_a_table_once_and_hold_its_words(grid: list[list[str]]) -> None:
    table, findings = read(grid)
    width = len(grid[0])
    assert covered(table.head) == [(0, to) for to in range(width)]
    assert covered(table.body) == [(at, to) for at in range(len(grid) - 1) for to in range(width)]
    texts = [plain(cell.content) for row in (*table.head, *table.body) for cell in row.cells]
    words = [f"w{at}-{to}" for at, row in enumerate(grid) for to, mark in enumerate(row) if mark == "w"]
    assert [text for text in texts if text.startswith("w")] == words
    if not findings.sorted():
        assert MERGE_MARKS.isdisjoint(texts)
        assert all(row.cells for row in (*table.head, *table.body))
    assert len(list(keep_with_next(table.body))) == len(table.body)


def test_a_mark_that_joins_nothing_stays_as_it_was_written() -> None:
    table, findings = read([["w", "w"], ["^^", "w"], ["w", "<<"]])
    assert [one.code for one in findings.sorted()] == ["cell.alone"]
    assert plain(table.body[0].cells[0].content) == "^^"
    assert table.body[1].cells[0].columns == 2
