"""Says which texts of a data file a table prints, and a translation needs: the names of its columns, and cells of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bookbuilder.markdown.data_files import DataCell, DataRows

_NAME = re.compile(r"'([^']*)'|(\S+)")


def column_names(show: str) -> list[str]:
    """Return the names of columns in the option `show`."""
    return [match[1] or match[2] for match in _NAME.finditer(show)]


def data_texts(rows: DataRows, shown: Sequence[int], holds: Sequence[str], *, named: bool) -> list[DataCell]:
    """Return the texts of the columns that are shown, each once, if they have letters. `holds` are the words of the option
    `values`, one for each column (none: all are text); `named`: the names of the columns are printed."""
    cells: dict[str, DataCell] = {}
    for cell in _cells(rows, shown, holds, named=named):
        if any(map(str.isalpha, cell.text)):
            cells.setdefault(cell.text, cell)
    return list(cells.values())


def _cells(rows: DataRows, shown: Sequence[int], holds: Sequence[str], *, named: bool) -> Iterator[DataCell]:
    if named:
        yield from (rows.names[index] for index in shown)
    for index, kind in zip(shown, holds or ["text"] * len(shown), strict=True):
        if kind == "text":
            yield from (row[index] for row in rows.rows)


def texts_of_table(rows: DataRows, options: Mapping[str, str]) -> list[DataCell]:
    """Return the texts that a table needs, given all of its options; what is wrong with these, a build reports."""
    known = [cell.text for cell in rows.names]
    names = [name for name in column_names(options.get("show", "")) if name in known]
    shown = [known.index(name) for name in names] or list(range(len(known)))
    holds = [word.partition(":")[0] for word in options.get("values", "").split()]
    return data_texts(rows, shown, holds if len(holds) == len(shown) else (), named="heads" not in options)
