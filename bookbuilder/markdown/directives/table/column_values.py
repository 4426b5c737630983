"""Reads the columns of a data file as what the option `values` says: text, numbers, sums, shares, quantities, days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.facts import FORMS, Day, Interval
from bookbuilder.facts.sums_of_money import is_exact
from bookbuilder.locales import measurement_units
from bookbuilder.locales.amounts import coin_decimals, currencies, nearest_currency
from bookbuilder.locales.calendar import date_hint
from bookbuilder.markdown.data_files import DataCell
from bookbuilder.markdown.directives.table.parse_times import day, time, time_fact
from bookbuilder.phrases import Phrase

CellValue: TypeAlias = Decimal | dt.date | Interval
KINDS = ("text", "number", "money", "percent", "quantity", "date")
TIME = "time"
"""The first column of a timeline: days, years and periods, some of each."""
VALUES = Rule(
    "data.values",
    "{word!r} does not say what a column holds",
    "`values` has a word for each column that is printed: `text`, `number`, `money:EUR`, `percent`, `quantity:km` or `date`."
    " Numbers get as many decimals as the column has in the file, or as many as are asked for: `number:1`,"
    " `money:EUR:0`. Days have the forms of facts: `date:short`. Each language writes them in its way.",
)
VALUE = Rule(
    "data.value",
    "{text!r} cannot be read as {kind}",
    "A number is written in the English way, 1,234.5, or in the German one, 1.234,5; one file has one way, which the program"
    " finds out or `decimal` says. A day is 2022-01-17 or 17.1.2022. A sum may have its currency, a share its %. An empty"
    " cell is nothing, and so is a dash. If a column has words beside its numbers, it is `text`.",
)
AMBIGUOUS = Rule(
    "data.decimal",
    "{text} is one number in English and another one in German",
    "1.234 is a thousand to some and little more than one to others, and nothing else in the columns of this file says"
    ' which. `decimal="."` or `decimal=","` says what stands before the decimals.',
)
_GROUPS = r"\d{{1,3}}(?:(?P<sign>[{0} '’])\d{{3}}(?:(?P=sign)\d{{3}})*+)|\d++"
_NUMBERS = {
    ".": re.compile(rf"-?(?:{_GROUPS.format(',')})(?:\.\d++)?(?:[eE][-+]?\d{{1,2}})?|-?\.\d++"),
    ",": re.compile(rf"-?(?:{_GROUPS.format('.')})(?:,\d++)?(?:[eE][-+]?\d{{1,2}})?|-?,\d++"),
}
"""Numbers by the sign before their decimals."""
_SPACES = re.compile(r"[\u00a0\u2007\u2009\u202f]")
_SIGNS = re.compile(r"[€$£¥₽₴₺₩₹]")
CURRENCY = re.compile(r"[€$£¥₽₴₺₩₹]|(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
"""The sign or the code of a currency."""
_ROUNDED = re.compile(r"\d[\s\u00a0]?(?:Mio|Mrd|Tsd|million|billion|thousand|bn|[mk]\b)", re.IGNORECASE)
DASHES = frozenset(("-", "–", "—", "−"))
"""What stands alone in a cell for nothing."""
LONGEST = 60
"""Letters of a number."""


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """What a column holds: one of `KINDS` or `TIME`, its currency or unit or form of days, and its decimals, if they are
    asked for."""

    name: str
    of: str = ""
    decimals: int | None = None

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers."""
        return self.name not in ("text", "date", TIME)


def column_kinds(words: Sequence[str], span: Span, report: Report) -> list[ColumnKind]:
    """Return what each word of `values` says; text for one that is not known (`data.values`)."""
    return [_kind(word, span, report) for word in words]


def _kind(word: str, span: Span, report: Report) -> ColumnKind:
    name, *more = word.split(":")
    known, hint, of = (
        name in KINDS,
        nearest(name, KINDS) or Phrase("the words are {kinds}", kinds=", ".join(KINDS)),
        "",
    )
    if known and name in ("money", "quantity"):
        of = more.pop(0) if more else ""
        known = of in currencies() if name == "money" else measurement_units.unit_id(of) is not None
        if name == "money":
            hint = nearest_currency(of)
        else:
            hint = nearest(of, measurement_units.names()) or "name a unit: quantity:km"
    elif known and name == "date" and more:
        of = more.pop(0)
        known, hint = of in FORMS[Day], Phrase("the forms of days are {forms}", forms=", ".join(FORMS[Day]))
    decimals = None
    if known and more and name not in ("text", "date") and re.fullmatch(r"\d", more[0], re.ASCII):
        decimals = int(more.pop(0))
    if known and more:
        known, hint = False, "decimals are a number from 0 to 9: number:1"
    if not known:
        report(VALUES, span, hint=hint, word=word)
        return ColumnKind("text")
    return ColumnKind(name, of, decimals)


def decimal_sign(columns: Iterable[tuple[ColumnKind, Sequence[DataCell]]], report: Report) -> str:
    """Return the sign before the decimals in the columns of a file, as most of the cells have it that can be read in one way
    alone. Reports `data.decimal` if none can, and it matters."""
    counts, doubtful = {".": 0, ",": 0}, None
    for kind, cells in columns:
        for cell in cells if kind.numeric else ():
            if cell.value is None:
                values = {sign: _number(cell.text, kind, sign) for sign in counts}
                for sign, other in ((".", ","), (",", ".")):
                    counts[sign] += values[sign] is not None and values[other] is None
                if None not in values.values() and values["."] != values[","]:
                    doubtful = doubtful or cell
    if doubtful is not None and not any(counts.values()):
        report(
            AMBIGUOUS,
            doubtful.span,
            hint='write decimal="." or decimal="," behind the name of the directive',
            text=doubtful.text,
        )
    return "," if counts[","] > counts["."] else "."


def column_values(
    kind: ColumnKind, cells: Sequence[DataCell], sign: str, report: Report
) -> list[CellValue | None]:
    """Return the values of a column, None for an empty cell; what cannot be read is reported (`data.value`)."""
    return [_value(kind, cell, sign, report) for cell in cells]


def _value(kind: ColumnKind, cell: DataCell, sign: str, report: Report) -> CellValue | None:
    if kind.name == "text" or not cell.text or cell.text in DASHES:
        return None
    value: CellValue | None
    if kind.name == "date":
        value = cell.value if isinstance(cell.value, dt.date) else day(cell.text)
    elif kind.name == TIME:
        value = cell.value if isinstance(cell.value, dt.date) else time(cell.text)
    elif isinstance(cell.value, Decimal):
        value = cell.value / 100 if cell.percent and kind.name != "percent" else cell.value
    else:
        value = None if cell.value is not None else _number(cell.text, kind, sign)
    if value is None or (isinstance(value, Decimal) and not is_exact(value)):
        hint = _HINTS.get(kind.name, _number_hint)(cell.text, kind, sign)
        report(VALUE, cell.span, hint=hint, text=cell.text[:LONGEST], kind=_NAMES[kind.name])
        return None
    return value


_NAMES = {
    "number": Phrase("a number"),
    "money": Phrase("a sum of money"),
    "percent": Phrase("a share in per cent"),
    "quantity": Phrase("a quantity"),
    "date": Phrase("a day"),
    TIME: Phrase("a day, a year or a period"),
}


def _number_hint(text: str, kind: ColumnKind, sign: str) -> str:
    other = "," if sign == "." else "."
    if _number(text, kind, other) is not None:
        return Phrase(
            "other numbers of this file have a {sign!r} before the decimals; "
            'decimal="{other}" asks for the other way',
            sign=sign,
            other=other,
        )
    if kind.name == "number" and CURRENCY.search(text):
        return (
            "the sums of a column are in one currency: give all of them in it, or make two tables or charts"
        )
    if _ROUNDED.search(text):
        return "write it in digits, such as 20000000; each language shortens it in its way"
    return "if the column has words, its value is text"


def _time_hint(text: str, _kind: ColumnKind, _sign: str) -> str:
    hint = date_hint(text)
    return hint if hint != date_hint("") else "write it like 2022-01-17, 1654 or 1972–2022"


_HINTS = {"date": lambda text, _kind, _sign: date_hint(text), TIME: _time_hint}


def _number(text: str, kind: ColumnKind, sign: str) -> Decimal | None:
    """Return a number with its currency, unit or % taken away; None if it is none with this sign before its decimals."""
    if len(text) > LONGEST:
        return None
    bare = _SPACES.sub(" ", text)
    match kind.name:
        case "money":
            bare = _SIGNS.sub("", bare).replace(kind.of, "")
        case "percent":
            bare = bare.removesuffix("%")
        case "quantity":
            bare = bare.removesuffix(kind.of)
        case _:
            pass
    bare = bare.strip().removeprefix("+")
    if bare[:1] in DASHES:
        bare = f"-{bare[1:].lstrip()}"
    if not bare.isascii() and not bare.replace("’", "").isascii():
        return None
    match = _NUMBERS[sign].fullmatch(bare)
    if match is None:
        return None
    digits = re.sub(r"[ '’]" if sign == "," else r"[, '’]", "", bare)
    return Decimal(digits.replace(".", "").replace(",", ".") if sign == "," else digits)


def decimals_of(kind: ColumnKind, values: Iterable[CellValue | None]) -> int:
    """Return how many decimals the numbers of a column get: what is asked for, or the most that one has in the file; sums
    that have any, at least those of their currency."""
    if kind.decimals is not None:
        return kind.decimals
    most = 0
    for value in values:
        exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
        most = max(most, -exponent if isinstance(exponent, int) else 0)
    return max(most, coin_decimals(kind.of)) if most and kind.name == "money" else most


def fact_options(kind: ColumnKind, value: CellValue, decimals: int) -> dict[str, str]:
    """Return the options of the fact that a value of a column is."""
    form = f"digits:{decimals}"
    match kind.name:
        case "money":
            return {"amount": f"{value:f} {kind.of}", "equivalent": "no", "form": form}
        case "percent":
            return {"percentage": f"{value:f}", "form": form}
        case "quantity":
            return {"quantity": f"{value:f} {kind.of}", "form": form}
        case "date":
            return {"date": str(value), "form": kind.of} if kind.of else {"date": str(value)}
        case "time":
            return time_fact(value) if not isinstance(value, Decimal) else {}
        case _:
            return {"number": f"{value:f}", "form": form}
