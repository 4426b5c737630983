"""Proposes facts: sums of money in a text become values that every language prints, checked against the ECB's rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.facts.rates import Fixing, fitting, fixing
from bookbuilder.facts.sums import Found, Sum, sums, written
from bookbuilder.importers.article.prose import escaped
from bookbuilder.locales.numbers import rounded
from bookbuilder.locales.vocabulary import Vocabulary

OTHER_DAY = Rule(
    "amount.day",
    "{said} fits the rate of {day}, not that of {date}",
    "What a sum is worth depends on the day of the rate. The one that explains the author's own figure was written"
    " down as rate_date; where it should be another, delete rate and rate_date and run `bookbuilder facts rates`.",
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
class Proposer:
    """Turns paragraphs into Markdown with proposed facts.

    `days` are those of the text, the most likely one first: a sum is worth something on one of them.
    """

    words: Vocabulary
    days: Sequence[dt.date]
    report: Report

    def paragraph(self, text: str, place: Callable[[int], Span]) -> str:
        """Return a paragraph as Markdown; `place` gives the place of an offset in it. Reports `amount.*`."""
        out, last = [], 0
        for found in sums(text, self.words):
            out.append(_piece(text, last, found.start))
            out.append(
                f"[{_piece(text, found.start, found.end)}]{self._literal(found, text, place(found.start))}"
            )
            last = found.end
        out.append(_piece(text, last, len(text)))
        return "".join(out)

    def _literal(self, found: Found, text: str, span: Span) -> str:
        """Return the braces behind a sum. Words that say more than the value are kept by `form=written`."""
        said, worth = found.sum, found.worth
        keys = [f'amount="{written(said.value, said.currency)}"']
        keep = said.spelled
        if worth is not None:
            quote = text[found.start : found.end].replace("\n", " ")
            rate = self._rate(said, worth, quote, span) if worth.currency != said.currency else None
            if rate is not None:
                date = rate.date
                keys.append(f'equivalent={worth.currency} date={date} rate="{rate.fixing.rate:f}"')
                if rate.fixing.day != date:
                    keys.append(f"rate_date={rate.fixing.day}")
            keep = keep or worth.spelled or worth.leans or rate is None or not rate.exact
        if keep:
            keys.append("form=written")
        return f"{{{' '.join(keys)}}}"

    def _rate(self, said: Sum, worth: Sum, quote: str, span: Span) -> _Rated | None:
        """Return the rate by which the author reckoned, as far as it can be found."""
        for date in self.days if not worth.leans else ():
            known = fixing(said.currency, worth.currency, date)
            if known is not None and rounded(said.value / known.rate) == worth.value:
                return _Rated(date, known, exact=True)
        date = self.days[0]
        known = fixing(said.currency, worth.currency, date)
        if known is None:
            self.report(NO_RATE, span, currency=said.currency, other=worth.currency, day=date, said=quote)
            return None
        if not worth.leans:
            other = fitting(said.value, said.currency, worth.currency, worth.value, date)
            if other is not None:
                self.report(OTHER_DAY, span, said=quote, day=other.day, date=date)
                return _Rated(date, other, exact=True)
        real = said.value / known.rate
        if not worth.fits(real):
            self.report(
                DIFFERENT,
                span,
                said=quote,
                day=known.day,
                sum=written(said.value, said.currency),
                worth=written(rounded(real), worth.currency),
            )
        return _Rated(date, known, exact=False)


@dataclass(frozen=True, slots=True)
class _Rated:
    """The day of a sum, its rate, and whether that gives the very figure of the author."""

    date: dt.date
    fixing: Fixing
    exact: bool


def _piece(text: str, start: int, end: int) -> str:
    return escaped(text[start:end], starts=start == 0 or text[start - 1] == "\n")
