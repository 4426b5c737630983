"""Finds out what a column of a chart holds, from its cells: days, sums in a currency, shares, or numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bookbuilder.locales.amounts import currencies
from bookbuilder.markdown.data_files import DataCell
from bookbuilder.markdown.directives.table.column_values import CURRENCY, DASHES, ColumnKind

_SIGNS = {
    "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₩": "KRW", "₹": "INR",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\. ?\d{1,2}\. ?\d{4}")
_NEARLY = 0.75
"""The share of cells that say what a column holds."""


def guessed_kind(cells: Sequence[DataCell], *, numbers: bool = False) -> ColumnKind:
    """Return what a column holds; one that holds `numbers` is no text and no days."""
    filled = [cell for cell in cells if cell.text and cell.text not in DASHES]
    if not numbers:
        return _days_or_text(filled)
    codes = {currency_code(cell.text) for cell in filled}
    if len(codes) == 1 and (code := codes.pop()) in currencies():
        return ColumnKind("money", code)
    if filled and all(cell.percent or cell.text.endswith("%") for cell in filled):
        return ColumnKind("percent")
    return ColumnKind("number")


def currency_code(text: str) -> str:
    """Return the code of the currency that stands in a text, empty if there is none."""
    match = CURRENCY.search(text)
    return _SIGNS.get(match[0], match[0]) if match else ""


def _days_or_text(filled: Sequence[DataCell]) -> ColumnKind:
    """Return days if nearly all cells are written as days are: one that is none is reported then, and is no word."""
    days = sum(isinstance(cell.value, dt.date) or bool(_DAY.fullmatch(cell.text)) for cell in filled)
    return ColumnKind("date" if filled and days >= _NEARLY * len(filled) else "text")
