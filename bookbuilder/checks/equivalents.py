"""What an author wrote in brackets behind a sum is what the rate in facts.toml gives."""

from __future__ import annotations

from bookbuilder.checks.check import Check, Subject
from bookbuilder.diagnostics import Findings, Report, Rule, Severity
from bookbuilder.document.nodes import Fact
from bookbuilder.document.walk import plain, walk
from bookbuilder.facts import Amount, literal
from bookbuilder.facts.sums import sums, written
from bookbuilder.locales.numbers import rounded
from bookbuilder.locales.vocabulary import vocabulary

DIFFERENT = Rule(
    "fact.equivalent",
    "the words say {said}, and {sum} are {worth} by the rate of {day}",
    "The author's own figure in brackets and the rate of the fact differ by more than the last digit: one of them is of"
    " another day, or wrong. `bookbuilder facts rates` names the day whose rate would explain the figure.",
    Severity.WARNING,
)


def run(subject: Subject, report: Report) -> None:
    """Report figures that the rate does not give; languages that cannot be read are left out."""
    words = vocabulary(subject.locale, subject.world)
    if words is None:
        return
    for node in walk(subject.manuscript.chapters):
        if not isinstance(node, Fact):
            continue
        name = node.options.get("fact")
        options = {key: value for key, value in node.options.items() if key != "form"}
        fact = subject.facts.get(name) if name else literal(options, node.span, Findings())
        if not isinstance(fact, Amount) or fact.rate is None:
            continue
        for found in sums(plain(node.content), words):
            if found.worth is None or found.worth.currency != fact.equivalent:
                continue
            real = fact.value / fact.rate
            if not found.worth.fits(real):
                report(
                    DIFFERENT,
                    node.span,
                    said=written(found.worth.value, found.worth.currency),
                    sum=written(fact.value, fact.currency),
                    worth=written(rounded(real), fact.equivalent),
                    day=fact.rate_date or fact.date or "the fact",
                    hint="change one of them, or say in the text of which day the rate is",
                )


CHECK = Check("equivalents", "What stands in brackets behind a sum is what the rate gives.", run)
