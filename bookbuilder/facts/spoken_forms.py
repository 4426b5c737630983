"""Finds the abbreviations in a formatted fact, with the words that a screen reader says for them."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.facts.fact_values import (
    Amount,
    Day,
    Duration,
    FactValue,
    Interval,
    Number,
    Percentage,
    Quantity,
)
from bookbuilder.locales import Locale, measurement_units
from bookbuilder.locales.amounts import APPROXIMATELY
from bookbuilder.locales.spoken_abbreviations import Expansion


def spoken_forms(fact: FactValue, text: str, locale: Locale) -> tuple[Expansion, ...]:
    """Return the abbreviations in a fact's text as `format_fact` gives it: start, end and the words that a screen reader
    says."""
    abbreviations = locale.typography.abbreviations
    match fact:
        case Amount():
            return tuple(sorted((*abbreviations.in_number(text), *spoken_sign(text, locale))))
        case Number():
            return tuple(abbreviations.in_number(text))
        case Day() | Interval():
            return tuple(abbreviations.in_date(text))
        case Quantity(unit=unit) | Duration(unit=unit):
            return tuple(abbreviations.in_quantity(text, measurement_units.unit_id(unit) or unit))
        case Percentage():
            return tuple(abbreviations.in_quantity(text, "concentr-percent"))


def spoken_sign(text: str, locale: Locale) -> Iterator[Expansion]:
    """Yield the sign between a sum and its equivalent; screen readers say "almost equal to", or nothing."""
    start = text.find(APPROXIMATELY)
    if start >= 0:
        # Translators: read aloud for the sign between two sums: 200 million dollars ≈ 176 million euros; a word that changes
        # neither of them
        yield start, start + len(APPROXIMATELY), locale.say("approximately")
