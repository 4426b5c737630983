"""The words by which values are recognised in a text: scales, currencies, units, months, weekdays, hedges.

Most come from CLDR, and everyday words for money and the numbers from one to twelve from `locale.toml`. The rest
(inflected forms, "rund", "knapp") is in `reading.toml` of the language; without one, CLDR's words alone are known.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, TypeVar

from babel.numbers import get_currency_name, get_currency_symbol, parse_pattern

from bookbuilder.locales.locale import Locale
from bookbuilder.locales.tokenizer import Token, tokenize
from bookbuilder.world import Assets

T = TypeVar("T")

CURRENCIES = (
    "USD", "EUR", "GBP", "JPY", "CHF", "CNY", "RUB", "UAH", "PLN", "CZK", "SEK", "NOK", "DKK", "ISK", "HUF", "RON", "BGN",
    "TRY", "ILS", "EGP", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "KRW", "INR", "IDR", "MYR", "PHP", "THB", "VND", "BRL",
    "MXN", "ARS", "CLP", "COP", "ZAR", "NGN", "MAD", "SAR", "AED", "IRR", "IQD", "BYN", "KZT", "GEL", "RSD", "PKR",
)  # fmt: skip
"""Currencies that are recognised by name; others by code."""


class Phrases(Generic[T]):
    """A table of phrases that is searched in a list of tokens; the longest match wins."""

    __slots__ = ("_last", "_sign", "_table")

    def __init__(self, phrases: Mapping[str, T] | Iterable[tuple[str, T]] = ()) -> None:
        """Build the table; of equal phrases the first stays. The point of an abbreviation is optional."""
        self._table: dict[str, dict[tuple[str, ...], T]] = {}
        self._last: set[str] = set()
        self._sign: re.Pattern[str] | None = None
        for phrase, value in phrases.items() if isinstance(phrases, Mapping) else phrases:
            words = tuple(token.text for token in tokenize(phrase))
            for form in (words, words[:-1]) if words[1:] and words[-1] == "." else (words,) if words else ():
                self._table.setdefault(form[0], {}).setdefault(form, value)
                self._last.add(form[-1])

    @property
    def heads(self) -> frozenset[str]:
        """The first words of the phrases."""
        return frozenset(self._table)

    def perhaps_in(self, text: str) -> bool:
        """Whether a text may contain a phrase; much faster than tokenizing it."""
        if self._sign is None:
            self._sign = re.compile(_whole_words_pattern(sorted(self._table)))
        return self._sign.search(text.casefold()) is not None

    def at(self, tokens: list[Token], index: int) -> tuple[T, int] | None:
        """Return the value of the longest phrase that begins at a token, and the index behind it."""
        if index >= len(tokens):
            return None
        phrases = self._table.get(tokens[index].text)
        if phrases is None:
            return None
        best: tuple[T, int] | None = None
        for words, value in phrases.items():
            end = index + len(words)
            if (best is None or end > best[1]) and tuple(t.text for t in tokens[index:end]) == words:
                best = value, end
        return best

    def before(self, tokens: list[Token], index: int, most: int = 4) -> tuple[T, int] | None:
        """Return the value of the phrase that ends right before a token, and the index of its start."""
        if index < 1 or tokens[index - 1].text not in self._last:
            return None
        for start in range(max(index - most, 0), index):
            result = self.at(tokens, start)
            if result is not None and result[1] == index:
                return result[0], start
        return None


def _whole_words_pattern(words: Iterable[str]) -> str:
    """Return the pattern of any of some words as a whole; in unspaced scripts, of its characters anywhere."""
    spaced: list[str] = []
    unspaced: list[str] = []
    for word in words:
        (spaced if word < "\u2e80" else unspaced).append(re.escape(word))
    whole = [rf"(?<![^\W\d_])(?:{'|'.join(spaced)})(?![^\W\d_])"] if spaced else []
    return "|".join((*whole, *unspaced)) or "(?!)"


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of a locale for values. `scales` are powers of ten; a currency word may mean several currencies.

    `lean` is the direction of a hedge: the actual value is below (-1), above (1) or near (0). `unclear` words ("halb")
    make a nearby number unclear. `clock` words mark times of day, `converted` words measures that other languages
    convert. `weekdays` count from Monday = 0; in some languages they are `behind` the day. `order` is that of a date in
    digits. `heads` are the words that can begin a date or a spelled-out number.
    """

    language: str
    decimal: str
    group: str
    order: str
    behind: bool
    numbers: Phrases[int] = field(repr=False)
    scales: Phrases[int] = field(repr=False)
    letters: Phrases[int] = field(repr=False)
    currencies: Phrases[frozenset[str]] = field(repr=False)
    percent: Phrases[bool] = field(repr=False)
    units: Phrases[frozenset[str]] = field(repr=False)
    lean: Phrases[int] = field(repr=False)
    unclear: Phrases[bool] = field(repr=False)
    clock: Phrases[bool] = field(repr=False)
    converted: Phrases[bool] = field(repr=False)
    months: Phrases[int] = field(repr=False)
    weekdays: Phrases[int] = field(repr=False)
    days: Phrases[int] = field(repr=False)
    between: Phrases[bool] = field(repr=False)
    joints: Phrases[bool] = field(repr=False)
    heads: frozenset[str] = field(repr=False)


def lexicon(locale: Locale, world: Assets) -> Lexicon:
    """Return the lexicon of a locale; without `reading.toml` it has CLDR's words alone."""
    name = f"package/locales/{locale.language}/reading.toml"
    text = world.read_asset(name).decode() if world.asset_exists(name) else ""
    return _lexicon(locale, text)


@lru_cache(maxsize=8)
def _lexicon(locale: Locale, text: str) -> Lexicon:
    reading = tomllib.loads(text)
    days, hedges, units = reading.get("days", {}), reading.get("hedges", {}), _units(locale)
    system = locale.cldr.number_symbols.get("latn", {})
    group = str(system.get("group", ","))
    scales = {**reading.get("scales", {}), **_scales(locale)}
    about = str(locale.settings.get("amount", {}).get("about", "≈{0}")).replace("{0}", "").strip()
    leaning = {
        about: 0, "≈": 0, "~": 0,
        **dict.fromkeys(hedges.get("round", ()), 0),
        **dict.fromkeys(hedges.get("less", ()), -1),
        **dict.fromkeys(hedges.get("more", ()), 1),
    }  # fmt: skip
    spelled = locale.settings.get("numbers", {}).get("spellout", ())
    numbers = Phrases({**{word: n for n, word in enumerate(spelled, 1)}, **reading.get("numbers", {})})
    wide, short = _names(locale, "days", "wide"), _names(locale, "days", "abbreviated")
    months = Phrases(
        [
            *_names(locale, "months", "wide").items(),
            *days.get("months", {}).items(),
            *_names(locale, "months", "abbreviated").items(),
        ]
    )
    weekdays = Phrases([*wide.items(), *days.get("weekdays", {}).items(), *short.items()])
    return Lexicon(
        language=locale.language,
        decimal=str(system.get("decimal", ".")),
        group=(" " if group.isspace() else group) + SPACES + "’'",
        order=_order(locale),
        behind=_behind(locale),
        numbers=numbers,
        scales=Phrases(
            {word: power for word, power in scales.items() if len(word) > 1 or not word.isascii()}
        ),
        letters=Phrases({word: power for word, power in scales.items() if len(word) == 1 and word.isupper()}),
        currencies=Phrases(_currencies(locale, reading.get("currencies", {}))),
        percent=Phrases(dict.fromkeys([*_percent(units), "%", "٪", "％"], True)),
        units=Phrases(units),
        lean=Phrases(leaning),
        unclear=Phrases(dict.fromkeys(reading.get("unclear", {}).get("words", ()), True)),
        clock=Phrases(dict.fromkeys(reading.get("clock", {}).get("words", ()), True)),
        converted=Phrases(dict.fromkeys(reading.get("clock", {}).get("converted", ()), True)),
        months=months,
        weekdays=weekdays,
        days=Phrases([*wide.items(), *days.get("weekdays", {}).items()]),
        between=Phrases(
            dict.fromkeys([*BETWEEN, *days.get("before", ()), *filter(None, [days.get("link", "")])], True)
        ),
        joints=Phrases(dict.fromkeys([*DASHES, *days.get("joints", ())], True)),
        heads=numbers.heads | months.heads | weekdays.heads,
    )


SPACES = "\u00a0\u202f\u2009"
DASHES = ("-", "–", "—", "～", "~", "至")
BETWEEN = (",", "،", ".", "(", "（", "日")
"""Tokens that may stand between a weekday and its date in any language."""


def _order(locale: Locale) -> str:
    """Return the order of day, month and year in a numeric date: `dmy`."""
    pattern = re.sub(r"'[^']*'", "", str(locale.cldr.date_formats["short"].pattern))
    return "".join(dict.fromkeys(re.findall("[dMy]", pattern))).lower()


def _behind(locale: Locale) -> bool:
    """Return whether the weekday follows the day: `17 Ocak 2022 Pazartesi`."""
    pattern = re.sub(r"'[^']*'", "", str(locale.cldr.date_formats["full"].pattern))
    return pattern.find("E") > pattern.find("d")


def _scales(locale: Locale) -> dict[str, int]:
    """Return CLDR's scale words, long and short, in all plural categories."""
    result: dict[str, int] = {}
    for table in locale.cldr.compact_decimal_formats.values():
        for rows in table.values():
            for magnitude, form in rows.items():
                pattern = str(parse_pattern(form).pattern) if str(magnitude).isdigit() else ""
                zeros = re.sub(r"'[^']*'", "", pattern).count("0")
                word = re.sub(r"[0\u200e\u200f']", "", pattern).strip()
                if word and zeros:
                    result.setdefault(word, len(str(magnitude)) - zeros)
    return result


def _currencies(locale: Locale, own_words: Mapping[str, str]) -> list[tuple[str, frozenset[str]]]:
    """Return words and signs for money. A word that is part of longer names ("Dollar") may mean any of them."""
    counts = _examples(locale, locale.cldr.plural_form.tags | {"other"})
    names: dict[str, set[str]] = {}
    for code in CURRENCIES:
        for count in counts:
            names.setdefault(
                str(get_currency_name(code, count=count, locale=locale.cldr)).casefold(), set()
            ).add(code)
        for sign in (
            get_currency_symbol(code, locale=locale.cldr),
            locale.extra.get("narrow", {}).get(code, ""),
        ):
            if sign:
                names.setdefault(str(sign).casefold(), set()).add(code)
        names.setdefault(code.casefold(), set()).add(code)
    common = locale.settings.get("amount", {}).get("currencies", {})
    short = [(str(form).casefold(), code) for code, forms in common.items() for form in forms.values()]
    for word, code in [*short, *((word.casefold(), code) for word, code in own_words.items())]:
        names.setdefault(word, set()).add(code)
        if len(word) > 1 and code in CURRENCIES:
            names[word] |= {c for name, codes in list(names.items()) if word in name for c in codes}
    for sign in ("$", "£", "¥", "kr"):
        codes = {
            code
            for name, codes_of_name in names.items()
            if name.endswith(sign) or name.startswith(sign)
            for code in codes_of_name
        }
        names.setdefault(sign, set()).update(codes)
    return [(word, frozenset(codes)) for word, codes in sorted(names.items())]


def _examples(locale: Locale, categories: Iterable[str]) -> list[Decimal]:
    """Return a number for each plural category of a language, so that every form of a word is covered."""
    result: dict[str, Decimal] = {}
    for number in [*map(Decimal, range(22)), Decimal(100), Decimal(10**6), Decimal("1.5")]:
        result.setdefault(locale.cldr.plural_form(number), number)
    return [result[category] for category in sorted(categories) if category in result]


def _percent(units: Iterable[tuple[str, frozenset[str]]]) -> list[str]:
    return [word for word, ids in units if "concentr-percent" in ids]


def _units(locale: Locale) -> list[tuple[str, frozenset[str]]]:
    """Return CLDR's words for units, in all widths and plural categories."""
    result: dict[str, set[str]] = {}
    for identifier, widths in locale.cldr._data["unit_patterns"].items():
        if not str(identifier).startswith(_KINDS):
            continue
        for width in ("long", "short"):
            rows = widths.get(width)
            for pattern in rows.values() if isinstance(rows, Mapping) else ():
                word = str(pattern).replace("{0}", "").strip()
                if word and "{" not in word:
                    result.setdefault(word.casefold(), set()).add(str(identifier))
    return [(word, frozenset(ids)) for word, ids in sorted(result.items())]


_KINDS = (
    "length-", "duration-", "area-", "mass-", "volume-", "speed-", "temperature-", "power-", "energy-", "concentr-percent",
)  # fmt: skip


def _names(locale: Locale, kind: str, width: str) -> dict[str, int]:
    """Return CLDR's names of months or days, without those that contain digits (`1月`)."""
    result: dict[str, int] = {}
    contexts: Any = getattr(locale.cldr, kind)
    for context in ("format", "stand-alone"):
        for number, name in contexts[context].get(width, {}).items():
            if not re.search(r"\d", str(name)):
                result.setdefault(str(name).rstrip("."), int(number))
    return result
