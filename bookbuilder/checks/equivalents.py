"""Checks equivalents that authors have converted themselves against the fact's exchange rate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from bookbuilder.checks.bracketed_words import facts_of
from bookbuilder.checks.check import BookInput, ChapterInput, Check, History
from bookbuilder.checks.resolve_fact import resolve_fact
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.walk import plain
from bookbuilder.facts import Amount
from bookbuilder.facts.numbers_in_text import NumberInText
from bookbuilder.facts.sums_of_money import Sum, fact_notation
from bookbuilder.facts.values_in_text import values_in_text
from bookbuilder.locales.numbers import rounded
from bookbuilder.locales.value_lexicon import Lexicon, lexicon
from bookbuilder.phrases import Phrase

DIFFERENT = Rule(
    "fact.equivalent",
    "the words say {said}, and {sum} are {worth} by the rate of {day}",
    "The author's own figure in brackets and the rate of the fact differ by more than the last digit: one of them is of"
    " another day, or wrong. `bookbuilder check` and `bookbuilder facts rates` name the day, at most five days away, whose"
    " rate would explain the figure.",
    Severity.WARNING,
)
OWN = Rule(
    "fact.worth",
    "the fact {name} says that {sum} are {said}; by the rate of {day} they are {worth}",
    'An author\'s own figure (equivalent = "177e6 EUR") is printed as it stands. It and the rate of the fact differ by more'
    " than the last digit: one of them is of another day, or wrong.",
    Severity.WARNING,
)


def each(subject: ChapterInput, report: Report) -> None:
    """Report figures of a chapter that do not match the rate."""
    words = lexicon(subject.locale, subject.world)
    for node in facts_of(subject.written, subject.locale.language):
        fact = resolve_fact(node, subject.facts)
        if not isinstance(fact, Amount) or not fact.rates:
            continue
        for currency, figure in _worth(plain(node.content), fact, words):
            real = abs(fact.value) / fact.rates[currency]
            if fits(figure, real) or _own(fact, currency, figure):
                continue
            report(
                DIFFERENT,
                node.span,
                said=fact_notation(figure.value, currency),
                sum=fact_notation(fact.value, fact.currency),
                worth=fact_notation(rounded(real), currency),
                day=_day(fact) or "the fact",
                hint=explained(subject.history, fact, currency, figure.value)
                or "change one of them, or say in the text of which day the rate is",
            )


def run(subject: BookInput, report: Report) -> None:
    """Report figures in facts.toml that do not match the rates there, once for all locales."""
    if not subject.original:
        return
    for name, fact in subject.facts.items():
        rate = fact.rate if isinstance(fact, Amount) else None
        if not isinstance(fact, Amount) or fact.worth is None or rate is None:
            continue
        real = abs(fact.value) / rate
        if not Sum(abs(fact.worth), fact.equivalent, step(fact.worth)).fits(real):
            report(
                OWN,
                subject.places.get((name, "equivalent"), Span("facts.toml")),
                name=name,
                sum=fact_notation(fact.value, fact.currency),
                said=fact_notation(fact.worth, fact.equivalent),
                worth=fact_notation(rounded(real), fact.equivalent),
                day=_day(fact) or "the fact",
                hint=explained(subject.history, fact, fact.equivalent, fact.worth) or "change one of them",
            )


def _worth(text: str, fact: Amount, words: Lexicon) -> Iterator[tuple[str, NumberInText]]:
    """Yield the sums of a text in other currencies with a known rate."""
    for one in values_in_text(text, words):
        if not isinstance(one, NumberInText) or one.uncertain or fact.currency in one.currencies:
            continue
        currencies = sorted(one.currencies & fact.rates.keys())
        if currencies and (len(currencies) == 1 or fact.equivalent in currencies):
            yield (fact.equivalent if fact.equivalent in currencies else currencies[0]), one


def fits(figure: NumberInText, real: Decimal) -> bool:
    """Whether a figure is a rounded real value, within its last significant digit.

    After "nearly" or "more than" the real value is on that side, at most a seventh away.
    """
    if figure.lean:
        return figure.fits(real) and abs(real - figure.value) <= figure.value / 7
    return Sum(figure.value, "", max(figure.loose, figure.step)).fits(real)


def step(value: Decimal) -> Decimal:
    """Return the value of the last significant digit: a million in 177e6, ten in 180e6 with two significant digits."""
    digits = value.normalize().as_tuple()
    size = max(len(digits.digits), 2)
    return Decimal(1).scaleb(value.adjusted() + 1 - size)


def _own(fact: Amount, currency: str, figure: NumberInText) -> bool:
    """Whether a figure is the author's own one in facts.toml."""
    return fact.worth is not None and currency == fact.equivalent and figure.fits(abs(fact.worth))


def _day(fact: Amount) -> dt.date | None:
    return fact.rate_date or fact.date


def explained(history: History | None, fact: Amount, currency: str, equivalent: Decimal) -> str:
    """Return a hint with the day whose rate explains a figure; empty if there is none, or `history` is None."""
    near = _day(fact)
    if history is None or near is None:
        return ""
    day = history(abs(fact.value), fact.currency, currency, equivalent, near)
    return (
        Phrase("the rate of {day} would give it: write rate_date = {day} with that rate", day=day)
        if day
        else ""
    )


CHECK = Check("equivalents", "What an author reckoned a sum to be worth is what the rate gives.", run, each)
"""Found by `bookbuilder.discovery`."""
