"""Translates the texts of a data file by a list of words beside it: a file of two columns, with the locale in its name.

Numbers stand in the original alone, so that no edition has old ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.markdown.data_files import DataCell, DataRows, StoredFile, read_rows
from bookbuilder.phrases import Phrase

UNTRANSLATED = Rule(
    "data.untranslated",
    "{text!r} is not translated",
    "With `translate=yes` the texts of a data file are translated by a list of words beside it: a file of the same name with"
    " that of the locale before its ending, such as aid.en.csv. Its first row names two columns; below, each row has a text"
    " of the data file and its translation. Numbers and days need none.",
    Severity.WARNING,
)
COLUMNS = Rule(
    "data.words",
    "a list of words has two columns, and this one has {columns}",
    "The list of words beside a data file has the texts of that file in its first column, and their translations in the"
    " second.",
)
TOLD = 20
"""Texts without a translation that are reported one by one, for a table."""


def translated_words(stored: StoredFile, place: Span, report: Report) -> dict[str, DataCell]:
    """Return the translations of texts, from the list of words of a file; nothing without one. Reports `data.*`."""
    rows = read_rows(stored.words, "", place, report) if stored.words else None
    if rows is None:
        return {}
    if len(rows.names) != 2:
        report(COLUMNS, rows.names[0].span, columns=len(rows.names))
        return {}
    return {text.text: translation for text, translation in rows.rows if translation.text}


def with_words(rows: DataRows, words: Mapping[str, DataCell]) -> DataRows:
    """Return a file with its texts translated, but for the names of columns, by which a directive calls them."""
    if not words:
        return rows
    return replace(rows, rows=tuple(tuple(words.get(cell.text, cell) for cell in row) for row in rows.rows))


def report_untranslated(
    texts: Iterable[DataCell], words: Mapping[str, DataCell], path: str, report: Report
) -> None:
    """Report texts that have no translation (`data.untranslated`)."""
    missing = [cell for cell in texts if cell.text not in words]
    for cell in missing[:TOLD]:
        report(UNTRANSLATED, cell.span, hint=Phrase("add it to {path}", path=path), text=cell.text)
