"""The rows of a data file, and what can be wrong with the file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from bookbuilder.diagnostics import Rule, Span

UNREAD = Rule(
    "data.file",
    "the data file {path} cannot be read: {problem}",
    "`src` names a file of the book or its series: a CSV file in UTF-8, with commas, semicolons or tabs between its cells,"
    " or an XLSX file. It is looked for beside the chapter, then in the folder of the book.",
)
LARGE = Rule(
    "data.large",
    "{path} has more than {limit}",
    "Nobody turns the pages of a table of ten thousand rows, and hours would go by until they are laid out. Sum the data up"
    " in a spreadsheet, save what the book shows in a file of its own, or publish the rest beside the book.",
)
RAGGED = Rule(
    "data.ragged",
    "this row has {cells}, but the first one has {columns}",
    "The first row of a data file names its columns, and each row below has a cell for each of them. A cell that holds"
    " the sign between cells is put in quotation marks.",
)
QUOTE = Rule(
    "data.quote",
    "this cell begins with a quotation mark, and does not end with one",
    'A cell in quotation marks ends with one; a quotation mark inside it is written twice: `"the ""third"" way"`.',
)
FORMULA = Rule(
    "data.formula",
    "this cell holds a formula without its result",
    "A spreadsheet program stores the result of a formula beside it, and that is what is printed. A file that another"
    " program has written may lack it: open it in a spreadsheet program, and save it.",
)
ERROR_CELL = Rule(
    "data.error",
    "this cell holds the error {text}",
    "A formula that cannot be computed leaves an error in its cell, which is nothing to print.",
)


@dataclass(frozen=True, slots=True)
class DataCell:
    """A cell: its text, where it stands (for a spreadsheet: row and column), and its value, if the file says that it is a
    number or a day. `exact`: the text stands in the file letter by letter. A `percent` is shown as one by a spreadsheet."""

    text: str
    span: Span
    value: Decimal | dt.date | None = None
    exact: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class DataRows:
    """A data file: the cells that name its columns, and the rows below, which have as many cells."""

    path: str
    names: tuple[DataCell, ...]
    rows: tuple[tuple[DataCell, ...], ...]
