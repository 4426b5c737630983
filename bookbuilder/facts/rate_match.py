"""Compares what an author reckoned a sum to be worth with the rates of the European Central Bank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.facts.ecb_rates import Fixing, fixing, fixing_matching
from bookbuilder.facts.sums_of_money import Sum, fact_notation
from bookbuilder.locales.numbers import rounded

OTHER_DAY = Rule(
    "amount.day",
    "{said} fits the rate of {day}, not that of {date}",
    "What a sum is worth depends on the day of the rate. The one that explains the author's own figure goes"
    " into rate_date; `bookbuilder import` writes it there. Where the day of the fact should count, change the figure.",
    Severity.NOTICE,
)
DIFFERENT = Rule(
    "amount.worth",
    "{said} does not fit the rate of {day}: {sum} were about {worth}",
    "The author's own figure differs from the reference rate of the European Central Bank by more than its last digit."
    " It is printed as it was typed (form=written) until you decide.",
    Severity.WARNING,
)
NO_RATE = Rule(
    "amount.rate",
    "there is no ECB rate of {currency} to {other} for {day}, so {said} could not be compared",
    "The European Central Bank fixes the rates of about thirty currencies. The author's own figure is printed as it was"
    " typed (form=written).",
    Severity.NOTICE,
)


@dataclass(frozen=True, slots=True)
class RateMatch:
    """The day of a sum, its rate, and whether that gives the very figure of the author."""

    date: dt.date
    fixing: Fixing
    exact: bool


def find_rate(
    said: Sum, worth: Sum, quote: str, days: Sequence[dt.date], span: Span, report: Report
) -> RateMatch | None:
    """Return the rate by which an author reckoned that a sum is `worth` another, as far as it can be found.

    `quote` is what stands in the text, `days` are those that it may speak of, the most likely one first. Reports `amount.*`.
    """
    for date in days if not worth.leans else ():
        known = fixing(said.currency, worth.currency, date)
        if known is not None and rounded(said.value / known.rate) == worth.value:
            return RateMatch(date, known, exact=True)
    date = days[0]
    known = fixing(said.currency, worth.currency, date)
    if known is None:
        report(NO_RATE, span, currency=said.currency, other=worth.currency, day=date, said=quote)
        return None
    if not worth.leans:
        other = fixing_matching(said.value, said.currency, worth.currency, worth.value, date)
        if other is not None:
            report(OTHER_DAY, span, said=quote, day=other.day, date=date)
            return RateMatch(date, other, exact=True)
    real = said.value / known.rate
    if not worth.fits(real):
        report(
            DIFFERENT,
            span,
            said=quote,
            day=known.day,
            sum=fact_notation(said.value, said.currency),
            worth=fact_notation(rounded(real), worth.currency),
        )
    return RateMatch(date, known, exact=False)
