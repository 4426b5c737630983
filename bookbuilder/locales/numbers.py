"""Prints numbers, amounts and durations by locale, composed from CLDR data through Babel.

Babel rounds half to even, picks the magnitude before rounding and has no everyday currency names; so the pieces
(scale words, plural categories, patterns) come from CLDR and the composition is ours.
"""

from __future__ import annotations

import re
from copy import copy
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import (
    format_decimal,
    get_currency_name,
    get_currency_precision,
    get_currency_symbol,
    parse_pattern,
)
from babel.units import format_unit

from bookbuilder.locales.locale import Locale

NBSP = "\u00a0"
MILLION = Decimal(10**6)


def number(value: Decimal, locale: Locale) -> str:
    """Return a number with the grouping of the locale: 100000 → `100.000` in German."""
    return str(format_decimal(_plain(value), locale=locale.cldr, decimal_quantization=False))


def rounded(value: Decimal) -> Decimal:
    """Return an amount as a newspaper rounds it, half up: 176289114 → 176000000, 8814455 → 8800000.

    The mantissa (the part before the scale word) keeps one decimal below 10 and none above.
    """
    if value == 0:
        return value
    exponent = value.adjusted() // 3 * 3 if abs(value) >= 1000 else 0
    mantissa = value.scaleb(-exponent)
    step = Decimal("0.1") if abs(mantissa) < 10 else Decimal(1)
    return _plain(mantissa.quantize(step, ROUND_HALF_UP).scaleb(exponent))


def amount(value: Decimal, currency: str, locale: Locale, form: str) -> str:
    """Return a sum of money. `form` is `short` (tables), `long` (running text) or `name` (the official name).

    German: `200 Mio. Dollar`, `200 Millionen Dollar`, `200 Millionen US-Dollar`; English: `$200 million`.
    """
    settings = locale.settings.get("amount", {})
    width, display = settings.get(
        form, ("long" if form != "short" else "short", "name" if form == "name" else "symbol")
    )
    value = _plain(value)
    mantissa, scale = _scaled(abs(value), locale, width)
    negative = value < 0
    digits = number(mantissa, locale) if scale != "\0" else _sum(mantissa, currency, locale)
    scaled = scale.replace("\0", digits)
    if display in ("symbol", "narrow"):
        sign = settings.get("symbols", {}).get(currency) if display == "narrow" else None
        sign = sign or get_currency_symbol(currency, locale=locale.cldr)
        pattern = locale.cldr.currency_formats["standard"]
        prefix, suffix = (str(part[negative]).replace("¤", sign) for part in (pattern.prefix, pattern.suffix))
        return prefix + scaled + suffix
    names = settings.get("currencies", {}).get(currency, {}) if display == "common" else {}
    category = locale.cldr.plural_form(abs(value))
    name = names.get(category) or names.get("other")
    name = name or get_currency_name(currency, count=_plain(abs(value)), locale=locale.cldr)
    space = NBSP if width == "short" or scale == "\0" else " "
    return f"{'-' if negative else ''}{scaled}{space}{name}"


def about(text: str, locale: Locale) -> str:
    """Return a value marked as approximate: `rund 176 Mio. Euro`."""
    return str(locale.settings.get("amount", {}).get("about", "≈{0}")).format(text)


def pair(text: str, equivalent: str, locale: Locale) -> str:
    """Return an amount with its equivalent behind it: `200 Mio. Dollar (rund 176 Mio. Euro)`."""
    return str(locale.settings.get("amount", {}).get("pair", "{0} ({1})")).format(text, equivalent)


def quantity(value: Decimal, unit: str, locale: Locale) -> str:
    """Return a number with its unit in words: `2 Stunden`; `unit` is a CLDR unit such as `hour` or `kilometer`."""
    text = format_unit(_plain(value), unit, length="long", locale=locale.cldr)
    return re.sub(r"(?<=\d) (?=\S)", NBSP, str(text))


def _sum(value: Decimal, currency: str, locale: Locale) -> str:
    """Return a sum in full, with all digits of the small coin if there is any: 12,50 and not 12,5."""
    coins = get_currency_precision(currency)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not -coins < exponent < 0:
        return number(value, locale)
    pattern = copy(locale.cldr.decimal_formats[None])
    pattern.frac_prec = (coins, coins)
    return str(pattern.apply(value, locale.cldr))


def _scaled(value: Decimal, locale: Locale, width: str) -> tuple[Decimal, str]:
    """Return the mantissa and the text around it: (200, `␀ Millionen`); no scale word below a million.

    More than two decimals in the mantissa would lose digits or look absurd: then the number is printed in full.
    The plural category is that of the mantissa as printed (CLDR part 3, compact number formats).
    """
    formats = locale.cldr.compact_decimal_formats
    table = formats.get(width) or formats["short"]
    for magnitude in sorted((int(m) for m in table["other"] if str(m).isdigit()), reverse=True):
        if magnitude < MILLION or value < magnitude:
            continue
        zeros = re.sub(r"'[^']*'", "", parse_pattern(table["other"][str(magnitude)]).pattern).count("0")
        mantissa = _plain(value / (Decimal(magnitude) / 10 ** (zeros - 1)))
        exponent = mantissa.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -2:
            break
        category = locale.cldr.plural_form(mantissa)
        rows = table.get(category, table["other"])
        pattern = parse_pattern(rows.get(str(magnitude)) or table["other"][str(magnitude)]).pattern
        text = re.sub("0+", "\0", pattern.replace("'.'", ".").replace("'", ""), count=1)
        return mantissa, re.sub(r" (?=\S)", NBSP, text)
    return value, "\0"


def _plain(value: Decimal) -> Decimal:
    """Return the number without trailing zeros or exponent, so that plural rules see what is printed."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
