"""Formats sums of money by locale, composed from CLDR data through Babel.

Babel rounds half to even, picks the magnitude before rounding and has no everyday currency names; so the pieces
(scale words, plural categories, patterns) come from CLDR and the composition is ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from babel.core import get_global
from babel.numbers import get_currency_name, get_currency_precision, get_currency_symbol

from bookbuilder.diagnostics import nearest
from bookbuilder.locales import numbers
from bookbuilder.locales.locale import Locale
from bookbuilder.locales.numbers import NBSP

PRESETS = {"short": ("short", "symbol"), "long": ("long", "common"), "name": ("long", "name")}
"""Form → width of the scale word and kind of currency word, unless a locale overrides them."""


@cache
def currencies() -> frozenset[str]:
    """Return the codes of all currencies in CLDR, but for those that mean none or a test."""
    return frozenset(get_global("all_currencies")) - {"XXX", "XTS"}


@cache
def currency_names() -> Mapping[str, str]:
    """Return the English names of all currencies by their codes, those that are used most first."""
    codes = (*_OFTEN, *sorted(currencies() - set(_OFTEN)))
    return {code: str(get_currency_name(code, locale="en")) for code in codes}


def nearest_currency(code: str) -> str:
    """Return a hint for an unknown currency code.

    >>> nearest_currency("EUO")
    'did you mean "EUR"?'
    """
    result = nearest(code, _OFTEN) or nearest(code, currencies())
    return result or "its three letters are those of ISO 4217, such as EUR, USD or CHF"


_OFTEN = (
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "JPY",
    "CNY",
    "RUB",
    "UAH",
    "PLN",
    "CZK",
    "SEK",
    "NOK",
    "DKK",
    "TRY",
    "CAD",
    "AUD",
)
"""Currencies that are likelier than others with similar letters."""


def amount(value: Decimal, currency: str, locale: Locale, form: str) -> str:
    """Return a sum of money. `form` is `short` (tables), `long` (running text) or `name` (the official name).

    German: `200 Mio. Dollar`, `200 Millionen Dollar`, `200 Millionen US-Dollar`; English: `$200 million`.
    """
    width, display = _settings(locale).get(form, PRESETS[form])
    value = numbers.plain(value)
    mantissa, scale = numbers.scaled(abs(value), locale, width)
    figures = numbers.number(mantissa, locale) if scale != "\0" else _sum(mantissa, currency, locale)
    text = scale.replace("\0", figures)
    if display in ("symbol", "narrow"):
        return _signed(text, currency, locale, display, negative=value < 0)
    name = _name(abs(value), currency, locale, display)
    long = width == "long" and scale != "\0"
    if long and (joins := _settings(locale).get("join")):
        name = joins[-1 if name[0].casefold() in _VOWELS else 0].format(name)
    pattern = str(locale.extra.get("unit", "{0} {1}")).replace(" ", " " if long else NBSP)
    return (numbers.sign(locale) if value < 0 else "") + pattern.format(text, name)


_VOWELS = "aeiouàâéèêëîïôöû"
"""Letters before which French elides `de`; yen and yuan begin with a consonant, and the h of hryvnia counts as one."""


def with_sign(value: Decimal, currency: str, locale: Locale, decimals: int | None = None) -> str:
    """Return a sum in digits with the sign of its currency, as on a price tag: `12,50 €`; with as many decimals as are asked
    for."""
    figures = (
        _sum(abs(value), currency, locale)
        if decimals is None
        else numbers.number(abs(value), locale, decimals)
    )
    return _signed(figures, currency, locale, "symbol", negative=value < 0)


APPROXIMATELY = "≈"
"""Stands between a sum and its equivalent, or before a rounded value in a language without a word for that."""


def with_equivalent(text: str, equivalent: str, locale: Locale, *, sign: bool = False) -> str:
    """Return an amount with its equivalent, in brackets marked as `about`, or with the sign: `200 Mio. Dollar (rund 176
    Mio. Euro)`, `200 Mio. Dollar ≈ 176 Mio. Euro`.

    A line may break before the sign, as before a bracket, but not behind it: a table cell has no room for both sums in
    one piece.
    """
    if sign:
        pattern = str(_settings(locale).get("signed", f"{{0}} {APPROXIMATELY}{NBSP}{{1}}"))
        return pattern.format(text, equivalent)
    about = numbers.about(equivalent, locale, money=True)
    return str(_settings(locale).get("pair", "{0} ({1})")).format(text, about)


def _name(value: Decimal, currency: str, locale: Locale, display: str) -> str:
    """Return the word for a currency; its plural category is that of the whole number (pl `200 milionów dolarów`)."""
    names = _settings(locale).get("currencies", {}).get(currency, {}) if display == "common" else {}
    name = names.get(locale.cldr.plural_form(value)) or names.get("other")
    if name:
        return str(name)
    name = str(get_currency_name(currency, count=value, locale=locale.cldr))
    pattern = _settings(locale).get("lower")
    return re.sub(pattern, lambda match: match[0].lower(), name) if pattern else name


def _signed(text: str, currency: str, locale: Locale, display: str, *, negative: bool) -> str:
    """Return a sum with the sign of its currency on the locale's side."""
    narrow = locale.extra.get("narrow", {}) if currency in _settings(locale).get("narrow", ()) else {}
    sign = narrow.get(currency) if display == "narrow" else None
    sign = str(sign or get_currency_symbol(currency, locale=locale.cldr))
    pattern = locale.cldr.currency_formats["standard"]
    before, after = (str(part[negative]) for part in (pattern.prefix, pattern.suffix))
    if before.endswith("¤") and sign[-1].isalpha():  # CLDR: currencySpacing
        before += NBSP
    if after.startswith("¤") and sign[0].isalpha():
        after = NBSP + after
    minus = numbers.sign(locale)
    before, after = (part.replace("-", minus).replace("¤", sign) for part in (before, after))
    return before + text + after


def _sum(value: Decimal, currency: str, locale: Locale) -> str:
    """Return a sum in full, with all digits of the small coin if any: 12,50 and not 12,5."""
    coins = coin_decimals(currency)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not -coins < exponent < 0:
        return numbers.number(value, locale)
    return numbers.number(value, locale, coins)


def coin_decimals(currency: str) -> int:
    """Return how many decimals the small coin of a currency has: 2 for EUR, 0 for JPY."""
    return int(get_currency_precision(currency))


def _settings(locale: Locale) -> Mapping[str, Any]:
    result: Mapping[str, Any] = locale.settings.get("amount", {})
    return result
