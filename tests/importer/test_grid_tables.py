"""Grid tables of pandoc are tables, with every word and every block of their cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Cell, List, Table
from bookbuilder.document.walk import walk
from bookbuilder.importers.markdown_sources.grid_tables import without_grids
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.project.flavour import Flavour
from tests.importer.imported import folder, imported, printed, texts

WORDS = st.lists(st.sampled_from(["Haus", "größer", "日本", "a|b", "`x`", "*fett*", "1912"]), max_size=3).map(
    " ".join
)
ROWS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=2, max_size=4)
)
BOOKS = {
    "pandoc": {"metadata.yaml": "title: T\n"},
    "quarto": {"_quarto.yml": "book: {title: T, chapters: [a.md]}\n"},
}


def size(text: str) -> int:
    """Return the columns of a terminal that a text takes."""
    return sum(
        2 if unicodedata.east_asian_width(sign) in "WF" else not unicodedata.combining(sign) for sign in text
    )


def drawn(rows: Sequence[Sequence[str]], *, head: bool = True) -> str:
    """Return a grid table; a line feed begins another line of a cell."""
    cells = [[text.split("\n") for text in row] for row in rows]
    widths = [max(size(line) for row in cells for line in row[column]) + 2 for column in range(len(cells[0]))]
    border = f"+{'+'.join('-' * width for width in widths)}+"
    lines = [border]
    for number, row in enumerate(cells):
        for line in range(max(map(len, row))):
            parts = [cell[line] if line < len(cell) else "" for cell in row]
            lines.append(
                "|"
                + "|".join(
                    f" {part}{' ' * (width - 1 - size(part))}"
                    for part, width in zip(parts, widths, strict=True)
                )
                + "|"
            )
        lines.append(border.replace("-", "=") if head and not number else border)
    return "\n".join(lines)


def chapter(text: str, book: str = "pandoc") -> Table:
    """Return the table of a book with a text."""
    files, _ = imported(folder({**BOOKS[book], "a.md": f"# A\n\n{text}\n"}), locale="de")
    [(path, made)] = texts(files).items()
    findings = Findings()
    found = parse_chapter(made, path, directives(), findings, dialect=Dialect(Flavour(book)))
    assert not findings.sorted(), made
    [table] = [node for node in walk(found) if isinstance(node, Table)]
    return table


def words(table: Table) -> list[list[str]]:
    return [[" ".join(printed(cell).split()) for cell in row.cells] for row in (*table.head, *table.body)]


@given(ROWS, st.booleans())
def test_every_cell_is_there(rows: list[list[str]], head: bool) -> None:
    lines = without_grids(drawn(rows, head=head).split("\n"))
    assert not any(line.startswith("+") for line in lines)
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines if not line.startswith("|-")]
    assert [[" ".join(cell.replace("\\|", "|").split()) for cell in row] for row in cells] == rows


@pytest.mark.parametrize("book", BOOKS)
def test_lines_of_a_cell_are_a_paragraph(book: str) -> None:
    table = chapter(drawn([["A", "B"], ["eins\nzwei", "日本\n語"], ["", "`a|b`"]]), book)
    assert words(table) == [["A", "B"], ["eins zwei", "日本語"], ["", "a|b"]]
    assert len(table.head) == 1


def test_a_caption_with_an_anchor_stays() -> None:
    table = chapter(f"{drawn([['A', 'B'], ['1', '2']])}\n\n: Zwei *Zahlen* {{#tbl-x}}")
    assert (table.id, printed(table.caption)) == ("tbl-x", "Zwei Zahlen")


def test_blocks_in_cells_are_a_list_of_rows() -> None:
    rows = [["A", "B"], ["- eins\n- zwei", "Absatz\n\nzweiter\nAbsatz"], ["```\na | b\n```", "1. x\n2. y"]]
    table = chapter(f"{drawn(rows)}\n\n: Mit einer\nlangen Zeile {{#tbl-x}}\n\nDanach.")
    assert (table.id, printed(table.caption)) == ("tbl-x", "Mit einer langen Zeile")
    cells = [node for node in walk(table) if isinstance(node, Cell)]
    assert [" ".join(printed(cell).split()) for cell in cells][2:] == [
        "einszwei",
        "Absatzzweiter Absatz",
        "a | b",
        "xy",
    ]
    assert sum(isinstance(node, List) for node in walk(table)) == 2


def test_blocks_in_cells_without_a_caption_are_lines() -> None:
    table = chapter(drawn([["A", "B"], ["- eins\n- zwei", "c"]]))
    assert words(table)[1][0] in ("- eins- zwei", "- eins - zwei")


def test_a_cell_over_several_columns() -> None:
    text = "+---+---+\n| A | B |\n+===+===+\n| beide |\n+---+---+\n| c | d |\n+---+---+"
    table = chapter(text)
    assert words(table) == [["A", "B"], ["beide"], ["c", "d"]]


@pytest.mark.parametrize(
    "text",
    [
        "+---+---+\n| A | B |\n|   +---+\n|   | c |\n+---+---+",  # over several rows
        "+---+---+\n| A | B |",
        "+---+\n+---+",
        "+---+---+\n| A | B |\n+---+",
        "```\n+---+\n| A |\n+---+\n```",
    ],
)
def test_what_is_no_such_table_stays(text: str) -> None:
    assert "\n".join(without_grids(text.split("\n"))) == text


@given(
    st.lists(
        st.sampled_from(
            ["+---+---+", "+===+===+", "| a | b |", "| c     |", "|", "+", "", "+--", "```", "| 日 | b |"]
        )
    )
)
def test_no_line_is_lost(lines: list[str]) -> None:
    out = "\n".join(without_grids(lines))
    for letter in "abc日":
        assert out.count(letter) == "\n".join(lines).count(letter)


def test_other_flavours_do_not_read_them() -> None:
    text = drawn([["A", "B"], ["1", "2"]])
    files, _ = imported(folder({"SUMMARY.md": "* [A](a.md)\n", "a.md": f"# A\n\n{text}\n"}), locale="de")
    assert text in next(iter(texts(files).values()))
