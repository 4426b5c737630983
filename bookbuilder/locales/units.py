"""Prints quantities with their unit by locale; the units are those of CLDR."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import babel
from babel.numbers import format_decimal
from babel.units import format_unit

from bookbuilder.locales import numbers
from bookbuilder.locales.locale import Locale
from bookbuilder.locales.numbers import NBSP

LENGTHS = {"long": ("long", "short", "narrow"), "short": ("short", "narrow", "long")}
"""Width → where a pattern is looked for; Babel does not follow CLDR's aliases and prints the unit's identifier."""


def unit(name: str) -> str | None:
    """Return CLDR's identifier of a unit: `kilometer`, `kilometers` or `km` → `length-kilometer`; None: there is none.

    >>> unit("km"), unit("days"), unit("square-kilometer"), unit("furlongs"), unit("bananas")
    ('length-kilometer', 'duration-day', 'area-square-kilometer', 'length-furlong', None)
    """
    return _units().get(name)


def names() -> tuple[str, ...]:
    """Return every word for a unit."""
    return tuple(sorted(_units()))


@cache
def _units() -> dict[str, str]:
    """Return every word for a unit that an author may use, and what CLDR calls it."""
    ids = sorted(str(key) for key in babel.Locale("en").unit_display_names if "-" in str(key))
    found: dict[str, str] = {}
    for identifier in ids:
        name = identifier.partition("-")[2]
        british = name.replace("meter", "metre").replace("liter", "litre")
        found |= {word: identifier for one in (name, british) for word in (one, f"{one}s")}
    symbols = {sign: found[name] for sign, name in SIGNS.items() if name in found}
    return {key: value for key, value in found.items() if not key.endswith("ss")} | symbols


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

    `name` is a word that `unit` knows, `form` is `long` or `short`.
    """
    identifier = unit(name) or name
    end = numbers.plain(value if last is None else last)
    system = numbers.system(locale)
    printed = str(format_decimal(end, locale=locale.cldr, numbering_system=system))
    text = ""
    for length in LENGTHS[form]:
        text = str(
            format_unit(end, identifier, length=length, locale=locale.cldr, numbering_system=system)  # type: ignore[arg-type]
        )
        if identifier not in text:
            break
    own = numbers.number(end, locale)
    if last is not None:
        if printed not in text:  # Hebrew has a word for two kilometres
            return numbers.between(
                quantity(value, name, locale, form), quantity(last, name, locale, form), locale
            )
        own = numbers.between(numbers.number(value, locale), own, locale)
    text = text.replace(printed, "\0", 1)
    return re.sub(r"(?<=\0) (?=\S)", NBSP, text).replace("\0", own)
