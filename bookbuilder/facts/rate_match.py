"""Finds the ECB rate by which an author converted a sum of money."""

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
    "{said} does not fit the rate of {day}: {sum} are about {worth}",
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
    """The rate by which a sum was converted, the day it was used for, and whether it gives the author's exact figure."""

    date: dt.date
    fixing: Fixing
    exact: bool


def find_rate(
    amount: Sum, worth: Sum, quote: str, days: Sequence[dt.date], span: Span, report: Report
) -> RateMatch | None:
    """Return the rate by which an author converted `amount` into `worth`, as far as it can be found.

    `quote` is the text, `days` are those that it may speak of, the likeliest first. Reports `amount.*`.
    """
    for date in days if not worth.leans else ():
        fixing_of_day = fixing(amount.currency, worth.currency, date)
        if fixing_of_day is not None and rounded(amount.value / fixing_of_day.rate) == worth.value:
            return RateMatch(date, fixing_of_day, exact=True)
    date = days[0]
    fixing_of_day = fixing(amount.currency, worth.currency, date)
    if fixing_of_day is None:
        report(NO_RATE, span, currency=amount.currency, other=worth.currency, day=date, said=quote)
        return None
    if not worth.leans:
        fixing_nearby = fixing_matching(amount.value, amount.currency, worth.currency, worth.value, date)
        if fixing_nearby is not None:
            report(OTHER_DAY, span, said=quote, day=fixing_nearby.day, date=date)
            return RateMatch(date, fixing_nearby, exact=True)
    actual_worth = amount.value / fixing_of_day.rate
    if not worth.fits(actual_worth):
        report(
            DIFFERENT,
            span,
            said=quote,
            day=fixing_of_day.day,
            sum=fact_notation(amount.value, amount.currency),
            worth=fact_notation(rounded(actual_worth), worth.currency),
        )
    return RateMatch(date, fixing_of_day, exact=False)
