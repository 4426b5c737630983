"""Compares sums that authors converted themselves with the ECB rates of the days around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bookbuilder.diagnostics import Findings, Report
from bookbuilder.document.nodes import Fact
from bookbuilder.document.walk import plain, walk
from bookbuilder.facts import Amount, FactValue
from bookbuilder.facts.numbers_in_text import NumberInText
from bookbuilder.facts.rate_match import find_rate
from bookbuilder.facts.sums_of_money import Sum
from bookbuilder.facts.values_in_text import values_in_text
from bookbuilder.locales.amounts import APPROXIMATELY
from bookbuilder.locales.value_lexicon import Lexicon
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter


def check_converted_sums(
    text: str, path: str, facts: Mapping[str, FactValue], words: Lexicon, report: Report
) -> None:
    """Report converted sums of a chapter that do not follow from the rate of their fact (`amount.*`)."""
    for node in walk(parse_chapter(text, path, directives(), Findings())):
        fact = facts.get(node.options.get("fact", "")) if isinstance(node, Fact) else None
        day = (fact.rate_date or fact.date) if isinstance(fact, Amount) else None
        if not isinstance(node, Fact) or not isinstance(fact, Amount) or day is None:
            continue
        quote = plain(node.content)
        for first, worth in _pairs(quote, fact, words):
            end = worth.end + (quote[worth.end : worth.end + 1] in (")", "）"))
            sum_ = Sum(fact.value, fact.currency, first.loose)
            other = Sum(worth.value, fact.equivalent, worth.loose, worth.spelled, bool(worth.lean))
            find_rate(sum_, other, quote[first.start : end], [day], node.span, report)


def _pairs(text: str, fact: Amount, words: Lexicon) -> Iterator[tuple[NumberInText, NumberInText]]:
    """Yield the sums of a text in the fact's currency, each with its equivalent in brackets or behind the sign ≈."""
    first: NumberInText | None = None
    for number in values_in_text(text, words):
        if not isinstance(number, NumberInText) or number.uncertain:
            continue
        if fact.currency in number.currencies and not number.inner:
            first = number
        elif first is None or fact.equivalent not in number.currencies:
            continue
        elif number.inner or text[first.end : number.start].strip() == APPROXIMATELY:
            yield first, number
            first = None
