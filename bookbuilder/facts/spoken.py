"""Finds the abbreviations in a printed fact; the number that they stand behind is known, and so is their form."""

from __future__ import annotations

from bookbuilder.facts.model import Amount, Day, Duration, FactValue, Interval, Number, Percentage, Quantity
from bookbuilder.locales import Locale, units
from bookbuilder.locales.abbreviations import Expansion


def spoken(fact: FactValue, text: str, locale: Locale) -> tuple[Expansion, ...]:
    """Return the abbreviations in the text of a fact as `show` gives it: start, end and the words that somebody hears."""
    known = locale.typography.abbreviations
    match fact:
        case Amount() | Number():
            return tuple(known.in_number(text))
        case Day() | Interval():
            return tuple(known.in_date(text))
        case Quantity(unit=unit) | Duration(unit=unit):
            return tuple(known.in_quantity(text, units.unit(unit) or unit))
        case Percentage():
            return tuple(known.in_quantity(text, "concentr-percent"))
