"""Checks that the columns of a table whose sums are carried from page to page can be added up."""

from __future__ import annotations

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.carried_sums import carried_column, cell_text
from bookbuilder.document.nodes import Table
from bookbuilder.document.walk import walk

UNSUMMED = Rule(
    "table.carry",
    "{text!r} cannot be added up",
    "`carry` carries the sum of a column from page to page. Each cell of the column is a number as the language writes it,"
    " exact, and with the same unit or currency as the others; an empty cell, a dash and a cell that reaches over several"
    " columns add nothing.",
)
LONGEST = 40
"""Characters of a cell that are shown."""


def each(given: ChapterInput, report: Report) -> None:
    """Report each cell of a column with a carried sum that is no number, or has another unit."""
    for node in walk(given.chapter):
        if isinstance(node, Table):
            for column in node.setting.carry:
                for cell in carried_column(node, column, given.locale).wrong:
                    span = cell.span if cell.span.line else node.span
                    text = " ".join(cell_text(cell).split())[:LONGEST]
                    report(UNSUMMED, span, text=text, hint="write a number, or take the column out of carry")


CHECK = Check(
    "carried columns", "What is added up from page to page is a number, in one unit or currency.", each=each
)
"""Found by `bookbuilder.discovery`."""
