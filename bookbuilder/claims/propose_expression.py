"""Proposes the expression of a claim for words that compare facts: "twice as much" beside two sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations

from bookbuilder.claims.claim_rules import ExpressionError
from bookbuilder.claims.evaluate import FactTable
from bookbuilder.claims.expression import FactName
from bookbuilder.claims.judge_claim import Tolerance, judge_claim
from bookbuilder.claims.parse_expression import parse_expression
from bookbuilder.claims.write_expression import write_expression
from bookbuilder.facts.fact_values import FactValue

FEW = 4
"""Facts of a sentence that are compared with one another."""


def proposed_claim(
    facts: Sequence[str], multiple: Fraction | None, tolerance: Tolerance, known: Mapping[str, FactValue]
) -> str:
    """Return a claim about facts that is true, with a share or multiple if the words name one; if none is true, one to be
    completed."""
    names = [write_expression(FactName(name)) for name in dict.fromkeys(facts) if name in known][:FEW]
    table = FactTable.of(known)
    for one, other in permutations(names, 2):
        wanted = [f"{one} ~ {_times(other, multiple)}"] if multiple else [f"{one} > {other}"]
        if multiple:
            wanted.append(f"change({other}, {one}) ~ {multiple}")
        for text in wanted:
            if _true(text, table, tolerance):
                return text
    return f"{names[0]} > …" if names else "… > …"


def _times(name: str, multiple: Fraction) -> str:
    if multiple.numerator == 1:
        return f"{name} / {multiple.denominator}"
    return f"{multiple} * {name}"


def _true(text: str, table: FactTable, tolerance: Tolerance) -> bool:
    try:
        return judge_claim(parse_expression(text), table, tolerance) is None
    except ExpressionError:
        return False
