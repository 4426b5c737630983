"""Formats numbers by locale (grouped, ranges, percentages, spelled out, ordinals), and parses them again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from copy import copy
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import parse_pattern

from bookbuilder.locales.locale import Locale

NBSP = "\u00a0"
MINUS = "\u2212"
MILLION = 10**6


def number(value: Decimal, locale: Locale, decimals: int | None = None) -> str:
    """Return a number with the locale's grouping: 100000 → `100.000` in German, 1000 → `1000` in Spanish.

    It has all its decimals, or the number asked for: 12.5 with two is `12,50`.
    """
    value = plain(value)
    minimum = int(
        locale.extra.get("minimum_grouping", 1)
    )  # missing in Babel: UTS 35 part 3, minimumGroupingDigits
    # Babel gives every caller the same pattern.
    pattern = copy(locale.cldr.decimal_formats[None])
    if decimals is not None:
        pattern.frac_prec = (decimals, decimals)
    text = pattern.apply(
        value,
        locale.cldr,
        decimal_quantization=decimals is not None,
        group_separator=minimum == 1 or abs(value) >= 10 ** (2 + minimum),
        numbering_system=system(locale),
    )
    return native(_signs(str(text), locale), locale)


def rounded(value: Decimal) -> Decimal:
    """Return a number as a newspaper rounds it, half up: 176289114 → 176000000, 8814455 → 8800000.

    The mantissa (the part before the scale word) keeps one decimal below 10 and none above.
    """
    if value == 0:
        return value
    exponent = value.adjusted() // 3 * 3 if abs(value) >= 1000 else 0
    mantissa = value.scaleb(-exponent)
    step = Decimal("0.1") if abs(mantissa) < 10 else Decimal(1)
    return plain(mantissa.quantize(step, ROUND_HALF_UP).scaleb(exponent))


def compact(value: Decimal, locale: Locale, width: str) -> str:
    """Return a number with its scale word, `short` or `long`: `1,5 Mio.`, `1,5 Millionen`."""
    mantissa, scale = scaled(abs(plain(value)), locale, width)
    return (sign(locale) if value < 0 else "") + scale.replace("\0", number(mantissa, locale))


def percentage(value: Decimal, locale: Locale, decimals: int | None = None) -> str:
    """Return a percentage with its sign: 12.5 → `12,5 %`; with two decimals, if they are asked for, `12,50 %`."""
    pattern = copy(locale.cldr.percent_formats[None])
    if decimals is not None:
        pattern.frac_prec = (decimals, decimals)
    text = pattern.apply(
        plain(value) / 100,
        locale.cldr,
        decimal_quantization=decimals is not None,
        numbering_system=system(locale),
    )
    return native(_signs(str(text), locale), locale)


def spelled(value: Decimal, locale: Locale) -> str:
    """Return one to twelve in words, other numbers in digits."""
    words = _settings(locale).get("spellout", ())
    if value == value.to_integral_value() and 1 <= value <= len(words):
        return str(words[int(value) - 1])
    return number(value, locale)


def ordinal(value: Decimal, locale: Locale) -> str:
    """Return an ordinal in digits: `17th`, `17.`, `17e`; plain digits if the locale has no form.

    Forms with a gender are masculine.
    """
    forms = _settings(locale).get("ordinal", {})
    category = locale.cldr.ordinal_form(int(value)) if forms and value >= 0 else "other"
    return str(forms.get(category) or forms.get("other", "{0}")).format(number(value, locale))


def between(first: str, last: str, locale: Locale) -> str:
    """Return a range of two formatted numbers: `100.000–130.000`."""
    pattern = _settings(locale).get("range") or locale.extra.get("range", "{0}–{1}")
    return str(pattern).format(first, last)


def about(text: str, locale: Locale, *, money: bool = False) -> str:
    """Return a value marked as approximate: `rund 176 Mio. Euro`, `rund 100.000`."""
    word = locale.settings.get("amount", {}).get("about", "≈{0}")
    return str(word if money else _settings(locale).get("about", word)).format(text)


def parsed(text: str, locale: Locale) -> Decimal:
    """Return the number that a locale formatted. Raises `ValueError` if it is none."""
    decimal, group = separators(locale)
    digits = "".join(c for c in text if c not in (group, NBSP, "\u202f") and not _mark(c))
    digits = digits.replace(decimal, "\0")
    digits = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in digits)
    digits = digits.replace(MINUS, "-").replace("\0", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", digits):
        raise ValueError(text)
    return Decimal(digits)


def scaled(value: Decimal, locale: Locale, width: str) -> tuple[Decimal, str]:
    """Return the mantissa and the text around it: (200, `␀ Millionen`); `␀` alone if there is no scale word.

    Below a million (`scale_from`) there is none. More than two decimals in the mantissa would lose digits or look
    absurd: then the number is printed in full. The plural category is that of the mantissa as printed (UTS 35 part
    3, compact number formats).
    """
    settings = locale.settings.get("amount", {})
    start, skip = int(settings.get("scale_from", MILLION)), settings.get("skip", ())
    formats = locale.cldr.compact_decimal_formats
    table = formats.get(width) or formats["short"]
    for magnitude in sorted((int(m) for m in table["other"] if str(m).isdigit()), reverse=True):
        pattern = _pattern(table["other"][str(magnitude)])
        zeros = re.sub(r"'[^']*'", "", pattern).count("0")
        unit = Decimal(magnitude) / 10 ** (zeros - 1)
        if max(start, magnitude) > value or pattern == "0" or unit.adjusted() in skip:
            continue
        mantissa = plain(value / unit)
        exponent = mantissa.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -2:
            break
        rows = table.get(locale.cldr.plural_form(mantissa), table["other"])
        pattern = _pattern(rows.get(str(magnitude)) or table["other"][str(magnitude)])
        text = re.sub("0+", "\0", pattern.replace("'.'", ".").replace("'", ""), count=1)
        return mantissa, re.sub(r" (?=\S)", NBSP, text)
    return value, "\0"


def plain(value: Decimal) -> Decimal:
    """Return the number without trailing zeros or exponent, so that plural rules see what is printed."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def sign(locale: Locale, *, western: bool = False) -> str:
    """Return the minus sign (U+2212), with the marks of the locale that keep it on the right side of its digits, or of
    `western` ones.

    CLDR has a hyphen in most languages, as keyboards do. In print that is too short and too low, and beside the digits of
    Arabic it looks like their zero. In Arabic it stands to the right of Arabic digits,
    and to the left of Western ones.
    """
    return _symbol("minusSign", "-", locale, "latn" if western else "").replace("-", MINUS)


def separators(locale: Locale) -> tuple[str, str]:
    """Return the sign before the decimals of a number, and that between groups of its digits: `,` and `.` in German."""
    group = _settings(locale).get("group") or _symbol("group", ",", locale)
    return _symbol("decimal", ".", locale), str(group)


def native(text: str, locale: Locale) -> str:
    """Return a text in the locale's digits, such as those of Arabic in Egypt; Babel writes Western ones."""
    digits = locale.extra.get("digits", {}).get(system(locale))
    return text.translate(dict(zip(map(ord, "0123456789"), digits))) if digits else text


def system(locale: Locale) -> str:
    """Return the numbering system of the locale: `latn`, `arab` …"""
    usual = str(_settings(locale).get("system", locale.cldr.default_numbering_system))
    return usual if usual in locale.cldr.number_symbols else "latn"


def _signs(text: str, locale: Locale) -> str:
    """Return a number with the locale's signs; Babel writes `-` and `%` everywhere, and knows no settings of ours."""
    own_group = _settings(locale).get("group")
    text = text.replace(_symbol("group", ",", locale), own_group) if own_group else text
    return text.replace("-", sign(locale)).replace("%", _symbol("percentSign", "%", locale))


def _symbol(name: str, usual: str, locale: Locale, digits: str = "") -> str:
    """Return a symbol of CLDR for a numbering system (empty: that of the locale); Babel lacks some where a locale has two
    sets of digits (Bangla, Burmese)."""
    symbols = locale.cldr.number_symbols
    return str(symbols.get(digits or system(locale), symbols[system(locale)]).get(name, usual))


def _pattern(pattern: Any) -> str:
    return str(parse_pattern(pattern).pattern)


def _mark(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def _settings(locale: Locale) -> Mapping[str, Any]:
    result: Mapping[str, Any] = locale.settings.get("numbers", {})
    return result
