"""Makes a table from a data file: picks and sorts its columns, and prints their values in the way of each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document import nodes
from bookbuilder.limits import BLOCKS
from bookbuilder.markdown.data_files import DataCell, DataRows, read_rows
from bookbuilder.markdown.data_files.data_rows import LARGE
from bookbuilder.markdown.directive import Call
from bookbuilder.markdown.directives.table.column_values import (
    DASHES,
    CellValue,
    ColumnKind,
    column_kinds,
    column_values,
    decimal_sign,
    decimals_of,
    fact_options,
)
from bookbuilder.markdown.directives.table.data_texts import column_names, data_texts
from bookbuilder.markdown.directives.table.row_order import column_index, row_order
from bookbuilder.markdown.directives.table.word_list import report_untranslated, translated_words, with_words
from bookbuilder.phrases import Phrase

DATA_OPTION = Rule(
    "data.option",
    "{option}={value} is not known: {allowed}",
    "`values`, `show`, `sort`, `heads`, `decimal` and `sheet` say how a table is made from the data file that `src` names.",
)
OPTIONS = {
    "src": "the CSV or XLSX file that the table is made from, beside the chapter or in the folder of the book",
    "values": "what each column holds: `text`, `number`, `money:EUR`, `percent`, `quantity:km`, `date`",
    "show": "the names of the columns that are printed, in their order; those of several words in single quotes",
    "sort": "the column by which the rows are sorted, and `desc` behind it for the largest first",
    "heads": "what stands above the columns instead of their names, with a vertical line between them",
    "decimal": "`,` or `.`: what stands before the decimals in a CSV file, if that cannot be found out",
    "translate": "`yes`: a translation has the texts of the file in a list of words beside it, and each that it lacks is"
    " reported",
    "sheet": "the sheet of an XLSX file, if it is not the first",
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is printed: where it is in the file, its name and cells, and what they hold."""

    index: int
    name: DataCell
    cells: Sequence[DataCell]
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file that a directive names, parsed: its rows, the translations of its texts, and the path of the list of words
    that a translation would have (empty: it is none)."""

    rows: DataRows
    words: Mapping[str, DataCell]
    wanted: str


def read_file(call: Call, report: Report) -> DataFile | None:
    """Return the file that `src` names; None if it cannot be read, or nobody has looked for it. Reports `data.*`."""
    source, place = call.options["src"], call.places.get("src", call.span)
    if call.chapter.data is None:
        return None
    stored = call.chapter.data.get(source)
    if stored is None:
        report(
            DATA_OPTION, place, option="src", value=source, allowed="write it on the line of the directive"
        )
        return None
    key = (stored.path, call.options.get("sheet", ""))
    if key not in call.chapter.parsed:  # the second table of a file does not report its faults again
        call.chapter.parsed[key] = read_rows(stored, key[1], place, report)
    rows = call.chapter.parsed[key]
    return None if rows is None else DataFile(rows, translated_words(stored, place, report), stored.wanted)


def data_table(call: Call, report: Report) -> nodes.Table | None:
    """Return the table of the file that `src` names; None if it cannot be made. Reports `data.*`."""
    file = read_file(call, report)
    if file is None:
        return None
    shown = _shown(file.rows, call, report)
    holds = call.options.get("values", "").split()
    if holds and len(holds) != len(shown):
        _refused(
            call, "values", Phrase("it is a word for each of the {count} columns", count=len(shown)), report
        )
        holds = []
    kinds = column_kinds(holds or ["text"] * len(shown), call.places.get("values", call.span), report)
    return table_of_columns(file, shown, kinds, call, report)


def table_of_columns(
    file: DataFile, shown: Sequence[int], kinds: Sequence[ColumnKind], call: Call, report: Report
) -> nodes.Table | None:
    """Return the table of some columns of a file, each of a kind; None if a chapter has no room for it."""
    rows, words = file.rows, file.words
    if not call.chapter.take(len(shown) * len(rows.rows)):
        report(
            LARGE,
            call.places.get("src", call.span),
            hint="part the chapter, or show less",
            path=rows.path,
            limit=Phrase("{blocks} cells in a chapter", blocks=BLOCKS),
        )
        return None
    if call.options.get("translate") == "yes" and file.wanted:
        named = "heads" not in call.options
        texts = data_texts(rows, shown, [kind.name for kind in kinds], named=named)
        report_untranslated(texts, words, file.wanted, report)
    rows = with_words(rows, words)
    columns = [
        _Column(
            index,
            words.get(rows.names[index].text, rows.names[index]),
            [row[index] for row in rows.rows],
            kind,
        )
        for index, kind in zip(shown, kinds, strict=True)
    ]
    return _table(rows, columns, words, call, report)


def _table(
    rows: DataRows, columns: Sequence[_Column], words: Mapping[str, DataCell], call: Call, report: Report
) -> nodes.Table:
    sign = call.options.get("decimal", "")
    if sign not in ("", ",", "."):
        _refused(call, "decimal", "it is , or .", report)
        sign = ""
    sign = sign or decimal_sign(((column.kind, column.cells) for column in columns), report)
    values = [column_values(column.kind, column.cells, sign, report) for column in columns]
    printed = [
        _cells(column, column_value, frozenset(words.values()), call)
        for column, column_value in zip(columns, values, strict=True)
    ]
    typed = {
        column.index: read for column, read in zip(columns, values, strict=True) if column.kind.name != "text"
    }
    order = row_order(rows, typed, sign, call, report)
    head = tuple(
        nodes.Cell(content, _align(column.kind), "col", span=column.name.span)
        for column, content in zip(columns, _heads(columns, call, report), strict=True)
    )
    body = tuple(
        nodes.Row(tuple(cells[index] for cells in printed), span=rows.rows[index][0].span) for index in order
    )
    return nodes.Table((nodes.Row(head, span=rows.names[0].span),), body, span=call.span)


def _align(kind: ColumnKind) -> nodes.Align:
    return nodes.Align.END if kind.numeric else nodes.Align.NONE


def _cells(
    column: _Column, values: Sequence[CellValue | None], translated: AbstractSet[DataCell], call: Call
) -> list[nodes.Cell]:
    """Return the cells of a column: facts where it holds values, and else the Markdown of the file."""
    decimals = decimals_of(column.kind, values)
    cells = []
    for cell, value in zip(column.cells, values, strict=True):
        content: tuple[nodes.Inline, ...] = ()
        if value is not None:
            words = (nodes.Text(cell.text, span=cell.span),)
            options = fact_options(column.kind, value, decimals)
            content = (nodes.Fact(options, words, span=cell.span, translate=False),)
        elif cell.text in DASHES:
            content = (nodes.Text("–", span=cell.span),)
        elif cell.text and column.kind.name == "text":
            content = _words(cell, call)
            content = content if cell in translated else _fixed(content)
        cells.append(nodes.Cell(content, _align(column.kind), span=cell.span))
    return cells


def _words(cell: DataCell, call: Call) -> tuple[nodes.Inline, ...]:
    return call.chapter.inline(cell.text, cell.span, None if cell.exact else _unknown)


def _unknown(offset: int) -> Span | None:
    """Return no place: a text is written otherwise in its file, and what is wrong with it is told at its cell."""


def _fixed(content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
    """Return words of a data file, which are no unit of translation: each locale has them as they are, or its own file."""
    return tuple(replace(node, translate=False) for node in content)


def _heads(columns: Sequence[_Column], call: Call, report: Report) -> list[tuple[nodes.Inline, ...]]:
    """Return what stands above the columns: the words of `heads`, or their names."""
    heads = [head.strip() for head in call.options["heads"].split("|")] if "heads" in call.options else []
    if heads and len(heads) != len(columns):
        _refused(
            call, "heads", Phrase("it has words for each of the {count} columns", count=len(columns)), report
        )
        heads = []
    if heads:
        place = call.places.get("heads", call.span)
        return [call.chapter.inline(head, place, _unknown) for head in heads]
    return [_words(column.name, call) for column in columns]


def _shown(rows: DataRows, call: Call, report: Report) -> list[int]:
    """Return the indexes of the columns that are printed; reports `data.column` for one that the file has not."""
    names = column_names(call.options.get("show", ""))
    found = [column_index(name, rows, "show", call, report) for name in names]
    return [index for index in found if index is not None] or list(range(len(rows.names)))


def _refused(call: Call, option: str, allowed: str, report: Report) -> None:
    report(
        DATA_OPTION,
        call.places.get(option, call.span),
        option=option,
        value=call.options[option],
        allowed=allowed,
    )


def refuse_without_file(call: Call, report: Report) -> None:
    """Report options that only a data file needs, in a table that has none (`data.option`)."""
    for option in OPTIONS.keys() & call.options.keys():
        _refused(call, option, "it stands beside src, which names a data file", report)
