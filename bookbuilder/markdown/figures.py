"""Finds the figures that authors wrote behind the sums of facts, and compares them with the rates of days near by."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Findings, Report
from bookbuilder.document.nodes import Fact
from bookbuilder.document.walk import plain, walk
from bookbuilder.facts import Amount, FactValue
from bookbuilder.facts.reckoned import reckoned
from bookbuilder.facts.sums import Sum, sums
from bookbuilder.locales.vocabulary import Vocabulary
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse import chapter


def compare(text: str, path: str, facts: Mapping[str, FactValue], words: Vocabulary, report: Report) -> None:
    """Report what the figures of a chapter do not have from the rate of their fact (`amount.*`)."""
    for node in walk(chapter(text, path, directives(), Findings())):
        fact = facts.get(node.options.get("fact", "")) if isinstance(node, Fact) else None
        day = (fact.rate_date or fact.date) if isinstance(fact, Amount) else None
        if not isinstance(node, Fact) or not isinstance(fact, Amount) or day is None:
            continue
        said = plain(node.content)
        for found in sums(said, words):
            if found.worth is not None and found.worth.currency == fact.equivalent:
                sum_ = Sum(fact.value, fact.currency, found.sum.step)
                reckoned(sum_, found.worth, said[found.start : found.end], [day], node.span, report)
