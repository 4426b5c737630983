"""Formats quantities with their unit by locale; the units are CLDR's."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import babel

from bookbuilder.locales import numbers
from bookbuilder.locales.locale import Locale
from bookbuilder.locales.numbers import NBSP

WIDTHS = {"long": ("long", "short", "narrow"), "short": ("short", "narrow", "long")}
"""Form → widths in which a pattern is looked up, in order."""


def unit_id(name: str) -> str | None:
    """Return CLDR's identifier of a unit: `kilometer`, `kilometers` or `km` → `length-kilometer`; None if unknown.

    >>> unit_id("km"), unit_id("days"), unit_id("square-kilometer"), unit_id("furlongs"), unit_id("bananas")
    ('length-kilometer', 'duration-day', 'area-square-kilometer', 'length-furlong', None)
    """
    return _units().get(name)


def names() -> tuple[str, ...]:
    """Return all words for units."""
    return tuple(sorted(_units()))


@cache
def _units() -> dict[str, str]:
    """Return the words for units that an author may use → CLDR's identifier."""
    ids = sorted(str(key) for key in babel.Locale("en").unit_display_names if "-" in str(key))
    result: dict[str, str] = {}
    for identifier in ids:
        name = identifier.partition("-")[2]
        british = name.replace("meter", "metre").replace("liter", "litre")
        result |= {word: identifier for spelling in (name, british) for word in (spelling, f"{spelling}s")}
    symbols = {sign: result[name] for sign, name in SIGNS.items() if name in result}
    return {key: value for key, value in result.items() if not key.endswith("ss")} | symbols


SIGNS = {
    "mm": "millimeter", "cm": "centimeter", "m": "meter", "km": "kilometer", "feet": "foot", "inches": "inch",
    "m²": "square-meter", "km²": "square-kilometer", "ha": "hectare", "m³": "cubic-meter", "l": "liter",
    "g": "gram", "kg": "kilogram", "t": "tonne", "km/h": "kilometer-per-hour", "°C": "celsius",
    "W": "watt", "kW": "kilowatt", "MW": "megawatt", "GW": "gigawatt", "kWh": "kilowatt-hour", "centuries": "century",
}  # fmt: skip


def quantity(
    value: Decimal, name: str, locale: Locale, form: str = "long", *, last: Decimal | None = None
) -> str:
    """Return a number with its unit: `2 Stunden`, `30 km`; with `last` a range, `5–10 Kilometer`.

    `name` is a word that `unit_id` knows, `form` is `long` or `short`. The plural category of a range is that of its end.
    """
    end = numbers.plain(value if last is None else last)
    pattern = _pattern(unit_id(name) or name, locale, form, locale.cldr.plural_form(abs(end)))
    if last is None:
        return pattern.format(numbers.number(value, locale))
    if "{0}" not in pattern:  # Hebrew has a word for two kilometres
        return numbers.between(
            quantity(value, name, locale, form), quantity(last, name, locale, form), locale
        )
    return pattern.format(
        numbers.between(numbers.number(value, locale), numbers.number(last, locale), locale)
    )


def in_digits(value: Decimal, name: str, locale: Locale, decimals: int | None) -> str:
    """Return a number with its short unit and as many decimals as are asked for: `12,50 km`. The number is always written,
    so that a column of a table has it."""
    category = locale.cldr.plural_form(abs(numbers.plain(value)))
    pattern = _pattern(unit_id(name) or name, locale, "short", category)
    if "{0}" not in pattern:
        pattern = _pattern(unit_id(name) or name, locale, "short", "other")
    return pattern.format(numbers.number(value, locale, decimals))


def _pattern(identifier: str, locale: Locale, form: str, category: str) -> str:
    """Return the pattern of a unit, `{0} Stunden`, from Babel's private data.

    Its `format_unit` does not follow CLDR's aliases and prints `2 duration-day` in Turkish, and takes the plural for
    `1 hora` where there is one form for all numbers.
    """
    patterns = locale.cldr._data["unit_patterns"][identifier]
    for width in WIDTHS[form]:
        rows = patterns.get(width, {})
        if pattern := rows.get(category) or rows.get("other"):
            pattern = re.sub(
                r"(?<=\}) (?=[\u3040-\u30ff\u4e00-\u9fff])", "", str(pattern)
            )  # as in print: 2時間
            return re.sub(r"(?<=\}) (?=\S)", NBSP, pattern)
    return "{0}" + NBSP + identifier.partition("-")[2]
