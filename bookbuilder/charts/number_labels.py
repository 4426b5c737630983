"""Prints the numbers of a chart in the way of a locale: short, on one scale, with the words of the unit said once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from bookbuilder.charts.chart_data import NumberUnit
from bookbuilder.locales import Locale, amounts, measurement_units, numbers

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""Enough for the digits of any two numbers of a book."""
_MOST_DECIMALS = 30
_DIGITS = 3
"""Digits of the largest value of a chart, as many as tell it from one that is smaller by a hundredth."""
_MORE_DECIMALS = 2
"""Decimals that a small number may have more than the others."""


@dataclass(frozen=True, slots=True, eq=False)
class NumberLabels:
    """How numbers are printed: divided by `divisor`, with so many decimals. `unit` are the words for what is left out:
    `Millionen Dollar`; empty if nothing is."""

    locale: Locale
    unit: str
    divisor: Decimal
    decimals: int

    def __call__(self, value: Decimal) -> str:
        """Return a number as it is printed. One that would become zero has its first digit, or is about zero."""
        value = _EXACT.divide(value, self.divisor)
        decimals = self.decimals
        if value and abs(value) * 2 < Decimal(1).scaleb(-decimals):
            decimals = -value.adjusted()
            if decimals > self.decimals + _MORE_DECIMALS:
                return f"{amounts.APPROXIMATELY}{self.locale.shown(numbers.number(Decimal(0), self.locale))}"
        shown = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)
        return self.locale.shown(numbers.number(shown or Decimal(0), self.locale, decimals if shown else 0))


def on_scale(printed: NumberLabels, axis: NumberLabels) -> NumberLabels:
    """Return how values are printed beside an axis: in its unit, which is said once, with decimals of their own."""
    shift = axis.divisor.adjusted() - printed.divisor.adjusted()
    return NumberLabels(printed.locale, axis.unit, axis.divisor, max(printed.decimals + shift, 0))


def axis_labels(ticks: Iterable[Decimal], unit: NumberUnit, locale: Locale) -> NumberLabels:
    """Return how the numbers of an axis are printed: with as many decimals as one of them needs."""
    values = tuple(ticks)
    words, divisor = _scale(values, unit, locale)
    return NumberLabels(locale, words, divisor, _decimals(values, divisor))


def value_labels(values: Iterable[Decimal], unit: NumberUnit, locale: Locale) -> NumberLabels:
    """Return how the values of marks are printed: with three digits, with one decimal more if all of them are exact
    then, or with fewer if they have no more; whole ones below a million with all of theirs."""
    shown = tuple(values)
    words, divisor = _scale(shown, unit, locale)
    most = max((abs(value) / divisor for value in shown), default=Decimal(0))
    wanted = max(_DIGITS - 1 - most.adjusted(), 0) if most else 0
    exact = _decimals(shown, divisor)
    return NumberLabels(locale, words, divisor, exact if exact <= 1 else min(wanted, exact))


def in_words(value: Decimal, unit: NumberUnit, locale: Locale) -> str:
    """Return a number with its unit as running text has it: `200 Millionen Dollar`."""
    match unit.kind:
        case "money":
            text = amounts.amount(value, unit.of, locale, "long")
        case "percent":
            text = measurement_units.quantity(value, "percent", locale)
        case "quantity":
            text = measurement_units.quantity(value, unit.of, locale)
        case _:
            text = numbers.compact(value, locale, "long")
    return locale.shown(text)


def _decimals(values: Iterable[Decimal], divisor: Decimal) -> int:
    most = 0
    for value in values:
        exponent = _EXACT.divide(value, divisor).normalize(_EXACT).as_tuple().exponent
        most = max(most, -exponent if isinstance(exponent, int) else 0)
    return min(most, _MOST_DECIMALS)


def _scale(values: Iterable[Decimal], unit: NumberUnit, locale: Locale) -> tuple[str, Decimal]:
    """Return the words of a unit with its scale word, and what numbers are divided by for that. They are those of a round
    number as large as the largest value."""
    most = max(map(abs, values), default=Decimal(0))
    sample = Decimal(1).scaleb(most.adjusted()) if most >= 100 else Decimal(100)
    mantissa, scale = numbers.scaled(sample, locale, "long")
    divisor = sample / mantissa if scale != "\0" else Decimal(1)
    if divisor != 1:  # of one million there is no plural
        sample = divisor * 100
        mantissa, scale = numbers.scaled(sample, locale, "long")
    figure = numbers.number(mantissa if scale != "\0" else sample, locale)
    match unit.kind:
        case "money":
            text = amounts.amount(sample, unit.of, locale, "name")
        case "percent":
            divisor, figure = Decimal(1), numbers.number(Decimal(100), locale)
            text = measurement_units.quantity(Decimal(100), "percent", locale)
        case "quantity":  # no language has a pattern for a million kilometres
            return _unscaled(unit, locale), Decimal(1)
        case _:
            text = numbers.compact(sample, locale, "long")
    if figure not in text:  # the locale prints this one with another scale
        return _unscaled(unit, locale), Decimal(1)
    return locale.shown(_words(text, figure)), divisor


def _unscaled(unit: NumberUnit, locale: Locale) -> str:
    value = Decimal(100)
    figure = numbers.number(value, locale)
    match unit.kind:
        case "money":
            return locale.shown(_words(amounts.amount(value, unit.of, locale, "name"), figure))
        case "quantity":
            return locale.shown(_words(measurement_units.quantity(value, unit.of, locale), figure))
        case _:
            return ""


_SPACES = {0xA0: " ", 0x200F: None}
"""No-break spaces, and the mark from right to left that stands before a word of Hebrew behind a number."""


def _words(text: str, figure: str) -> str:
    """Return what is left of a printed amount without its number.

    >>> _words("100 Millionen US-Dollar", "100")
    'Millionen US-Dollar'
    """
    return " ".join(text.replace(figure, " ", 1).translate(_SPACES).split())
