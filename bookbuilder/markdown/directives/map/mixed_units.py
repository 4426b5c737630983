"""Finds numbers of several units in the table of a map: 12 € beside 12 $."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, walk
from bookbuilder.markdown.directives.chart.guessed_kinds import currency_code

UNITS = Rule(
    "map.units",
    "row {row}, column {column}: {text} counts something else than {first}",
    "All numbers of a map have one scale of shades, and so one unit. Two currencies, or euros and per cent, are two maps.",
)
FEW = 10
"""Cells that are reported one by one."""
_NUMBER = re.compile(r"\d")


def units_mixed(table: nodes.Table, report: Report) -> bool:
    """Return whether the numbers of a drawn table have different units; reports each that differs from the first one
    (`map.units`). Facts are compared when their values are known."""
    if not table.head or len(table.head[-1].cells) < 2:
        return False
    name = plain(table.head[-1].cells[1].content).strip()
    cells = [
        (number, cell, plain(cell.content).strip())
        for number, row in enumerate(table.body, 1)
        for cell in row.cells[1:2]
        if not any(isinstance(node, nodes.Fact) for node in walk(cell.content))
    ]
    units = [(number, cell, text, _unit(text)) for number, cell, text in cells if _NUMBER.search(text)]
    others = [one for one in units if one[3] != units[0][3]]
    for number, cell, text, _ in others[:FEW]:
        hint = "make two maps of them, or give all numbers in one unit"
        report(UNITS, cell.span, hint=hint, row=number, column=name, text=text, first=units[0][2])
    return bool(others)


def _unit(text: str) -> str:
    """Return what a number counts: the code of its currency, or per cent."""
    return currency_code(text) or ("%" if "%" in text else "")
