"""Proposes facts: turns sums of money in a text into fact markup, checked against the ECB's exchange rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import Report, Span
from bookbuilder.facts.rate_match import find_rate
from bookbuilder.facts.sums_of_money import SumInText, fact_notation, find_sums
from bookbuilder.importers.manuscript import nodes
from bookbuilder.locales.article_vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class FactProposer:
    """Proposes facts in the paragraphs of an article with these lines.

    `days` are the dates for exchange rates, the most likely one first.
    """

    lines: Sequence[str]
    words: Vocabulary
    days: Sequence[dt.date]
    report: Report

    def block(self, block: nodes.Block) -> nodes.Block:
        """Return a block with proposed facts. Reports `amount.*`."""
        match block:
            case nodes.Paragraph():
                content = self._inlines(nodes.plain_text(block.content), block.span)
                return replace(block, content=tuple(content))
            case nodes.List():
                return replace(block, items=tuple(tuple(map(self.block, item)) for item in block.items))
            case _:
                return block

    def _inlines(self, text: str, span: Span) -> Iterator[nodes.Inline]:
        """Yield the inlines of a paragraph that begins in the line of `span`."""
        last = 0
        for found in find_sums(text, self.words):
            yield from _rows(text[last : found.start])
            place = self._place(text, found.start, span)
            words = tuple(_rows(text[found.start : found.end]))
            yield nodes.Fact(self._options(found, nodes.plain_text(words), place), words)
            last = found.end
        yield from _rows(text[last:])

    def _place(self, text: str, offset: int, span: Span) -> Span:
        """Return where an offset of a paragraph stands in the article, whose lines are indented and may have bullets."""
        above = text.count("\n", 0, offset)
        begin = text.rfind("\n", 0, offset) + 1
        row = text[begin:].partition("\n")[0]
        indent = self.lines[span.line - 1 + above].rfind(row)
        return Span(span.path, span.line + above, indent + offset - begin + 1)

    def _options(self, found: SumInText, quote: str, span: Span) -> dict[str, str]:
        """Return the options of a fact. Words that say more than the value are kept by `form=written`."""
        amount, equal = found.sum, found.worth
        options = {"amount": fact_notation(amount.value, amount.currency)}
        keep = amount.spelled
        if equal is not None:
            rate = None
            if equal.currency != amount.currency:
                rate = find_rate(amount, equal, quote, self.days, span, self.report)
            if rate is not None:
                options["equivalent"] = f"{equal.currency} sign" if found.signed else equal.currency
                options |= {"date": str(rate.date), "rate": f"{rate.fixing.rate:f}"}
                if rate.fixing.day != rate.date:
                    options["rate_date"] = str(rate.fixing.day)
            keep = keep or equal.spelled or equal.leans or rate is None or not rate.exact
        if keep:
            options["form"] = "written"
        return options


def _rows(text: str) -> Iterator[nodes.Inline]:
    """Yield the lines of a text with breaks between them, so that the chapter has the lines of the article."""
    for number, row in enumerate(text.split("\n")):
        if number:
            yield nodes.Break(soft=True)
        if row:
            yield nodes.Text(row)
