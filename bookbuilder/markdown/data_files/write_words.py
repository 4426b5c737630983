"""Writes translations into the list of words of a data file: CSV of two columns, texts and their translations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bookbuilder.diagnostics import Findings
from bookbuilder.markdown.data_files.csv_rows import csv_rows, separator_of
from bookbuilder.markdown.data_files.data_rows import DataCell

_PATH = "words.csv"
"""The name of a list while it is read; nobody is told of it."""


def with_translations(text: str, values: Mapping[str, str]) -> str | None:
    """Return a list of words with translations of texts; None if it is none, or cannot hold them. Other rows stay as they
    are written, and new ones come last."""
    rows = _rows(text)
    if rows is None:
        return None
    separator, lines = separator_of(text), text.split("\n")
    last = {row[0].text: number for number, row in enumerate(rows) if number}
    begins = [row[0].span.line - 1 for row in rows]
    result = lines[: begins[0]]
    for number, (begin, end) in enumerate(pairwise([*begins, len(lines)])):
        written, key = lines[begin:end], rows[number][0].text
        if number and key in values and last[key] == number:
            rest = written[len(_without_empty_end(written)) :]
            written = [_line((key, values[key]), separator), *rest]
        result += written
    result = _without_empty_end(result)
    new = [_line((key, value), separator) for key, value in values.items() if key not in last]
    made = "\n".join([*result, *new, ""])
    read = {row[0].text: row[1].text for row in _rows(made) or ()}
    return made if all(read.get(key) == value for key, value in values.items()) else None


def _rows(text: str) -> list[list[DataCell]] | None:
    findings = Findings()
    rows = csv_rows(_PATH, text.encode(), findings)
    return rows if rows and all(len(row) == 2 for row in rows) and not findings.sorted() else None


def _without_empty_end(lines: Sequence[str]) -> list[str]:
    """Return lines without the empty ones at their end."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return list(lines[:end])


def _line(cells: Sequence[str], separator: str) -> str:
    """Return cells as a row; one that would be read otherwise stands in quotation marks."""
    return separator.join(_cell(cell, separator) for cell in cells)


def _cell(text: str, separator: str) -> str:
    plain = not any(sign in text for sign in ('"', "\n", separator)) and text == text.strip()
    return text if plain else '"' + text.replace('"', '""') + '"'
