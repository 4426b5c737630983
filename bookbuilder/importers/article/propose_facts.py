"""Proposes facts: turns sums of money in a text into fact markup, checked against the ECB's exchange rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Span
from bookbuilder.facts.rate_match import find_rate
from bookbuilder.facts.sums_of_money import SumInText, fact_notation, find_sums
from bookbuilder.locales.article_vocabulary import Vocabulary
from bookbuilder.markdown.escape_markdown import escape_lines


@dataclass(frozen=True, slots=True)
class FactProposer:
    """Turns paragraphs into Markdown with proposed facts.

    `days` are the dates for exchange rates, the most likely one first.
    """

    words: Vocabulary
    days: Sequence[dt.date]
    report: Report

    def paragraph(self, text: str, place: Callable[[int], Span]) -> str:
        """Return a paragraph as Markdown; `place` returns the position of an offset in it. Reports `amount.*`."""
        out, last = [], 0
        for found in find_sums(text, self.words):
            out.append(_piece(text, last, found.start))
            out.append(
                f"[{_piece(text, found.start, found.end)}]{self._literal(found, text, place(found.start))}"
            )
            last = found.end
        out.append(_piece(text, last, len(text)))
        return "".join(out)

    def _literal(self, found: SumInText, text: str, span: Span) -> str:
        """Return the attributes of a fact. Words that say more than the value are kept by `form=written`."""
        amount, equal = found.sum, found.worth
        keys = [f'amount="{fact_notation(amount.value, amount.currency)}"']
        keep = amount.spelled
        if equal is not None:
            quote = text[found.start : found.end].replace("\n", " ")
            rate = None
            if equal.currency != amount.currency:
                rate = find_rate(amount, equal, quote, self.days, span, self.report)
            if rate is not None:
                date = rate.date
                equivalent = f'"{equal.currency} sign"' if found.signed else equal.currency
                keys.append(f'equivalent={equivalent} date={date} rate="{rate.fixing.rate:f}"')
                if rate.fixing.day != date:
                    keys.append(f"rate_date={rate.fixing.day}")
            keep = keep or equal.spelled or equal.leans or rate is None or not rate.exact
        if keep:
            keys.append("form=written")
        return f"{{{' '.join(keys)}}}"


def _piece(text: str, start: int, end: int) -> str:
    return escape_lines(text[start:end], begins=start == 0 or text[start - 1] == "\n")
