"""Recognizes a number as a locale prints it, with its sign, currency or unit: `−1.234,5 %`, `$12`, `3 km`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bookbuilder.locales import numbers
from bookbuilder.locales.locale import Locale

_SPACE = "[ \u00a0\u2009\u202f]"
_GROUPS = " \u00a0\u2009\u202f'’"
"""What parts groups of digits in some texts of every language, besides the sign of the locale."""
_MINUS = "[-−–+±≈~<>]"
_MINUSES, _ABOUT = frozenset("-−–"), frozenset("±≈~<>")
_MONEY = "$¢-¥֏؋฿៛\u20a0-\u20cf\ufdfc\ufe69\uff04\uffe0\uffe1\uffe5\uffe6"
"""The signs of currencies."""
_CURRENCY = f"(?:[A-Z]{{0,3}}[{_MONEY}]|[A-Z]{{3}})"
_LETTER = r"[^\W\d_]"
_LETTERS = rf"{_LETTER}(?:[\"״׳]?{_LETTER}){{0,3}}"
_WORD = rf"(?:{_SPACE}|(?![A-Za-z])){_LETTERS}[.²³]?(?:/{_LETTERS})?"
_ARABIC_DECIMAL = "\u066b"
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_UNIT = rf"(?:[%‰٪°′″]|°[CF]|[{_MONEY}]|{_WORD})"


@dataclass(frozen=True, slots=True)
class NumberShape:
    """How a number is written: how many decimals it has, the sign before these, the unit behind it (as written), the zero of
    its digits, and the currency before it (as written); its value, and whether it is `exact` and not about so much."""

    decimals: int
    decimal_sign: str
    unit: str
    zero: str
    before: str
    value: Decimal
    exact: bool


def number_shape(text: str, locale: Locale) -> NumberShape | None:
    """Return the shape of a text that is one number, perhaps with a sign, a currency or a short unit; None if it is none."""
    if len(text) > LONGEST:
        return None
    decimal, group = numbers.separators(locale)
    bare = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    match = _pattern(decimal, group).fullmatch(bare)
    if match is None and decimal == _ARABIC_DECIMAL and not _FOREIGN_DIGIT.search(text):
        decimal, group = ".", ","  # with digits of the West come its signs, as keyboards have them
        match = _pattern(decimal, group).fullmatch(bare)
    if match is None:
        return None
    last = match["digits"][-1]
    zero = chr(ord(last) - unicodedata.decimal(last))
    return NumberShape(
        len(match["decimals"] or ""),
        decimal,
        match["unit"],
        zero,
        match["currency"] or "",
        _value(match, decimal),
        not _ABOUT & set(match["signs"] + match["inner"]),
    )


def _value(match: re.Match[str], decimal: str) -> Decimal:
    whole, _, rest = match["digits"].partition(decimal)
    digits = "".join(str(unicodedata.decimal(sign)) for sign in whole if sign.isdecimal())
    decimals = "".join(str(unicodedata.decimal(sign)) for sign in rest)
    value = Decimal(f"{digits}.{decimals}" if decimals else digits)
    return value.copy_negate() if _MINUSES & set(match["signs"] + match["inner"]) else value


LONGEST = 40
"""Characters of a number with its unit."""


@lru_cache(64)
def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    groups = re.escape(group + _GROUPS)
    before = (
        rf"(?P<signs>{_MINUS}?){_SPACE}?(?P<currency>(?:(?:{_CURRENCY}|[%‰٪]){_SPACE}?)?)(?P<inner>{_MINUS}?)"
    )
    grouped = rf"\d{{1,3}}(?P<group>[{groups}])(?:\d{{2,3}}(?P=group))*\d{{3}}"
    number = rf"(?P<digits>(?:{grouped}|\d+)(?:{re.escape(decimal)}(?P<decimals>\d+))?)"
    return re.compile(rf"{before}{number}(?P<unit>(?:{_SPACE}?{_UNIT}){{0,2}})")
