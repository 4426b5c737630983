"""A chapter that goes through a long series again and again ends soon, and says so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bookbuilder.claims import evaluate
from bookbuilder.claims.claim_rules import ExpressionError
from bookbuilder.claims.evaluate import FactTable
from bookbuilder.claims.judge_claim import Tolerance, judge_claim
from bookbuilder.claims.parse_expression import parse_expression
from bookbuilder.facts import FactValue, Number


def test_the_values_that_are_gone_through_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    facts: dict[str, FactValue] = {f"a.k{number}": Number(Decimal(number)) for number in range(100)}
    monkeypatch.setattr(evaluate, "MOST_VALUES", 1000)
    table, claim = FactTable.of(facts), parse_expression("max(a) > 5")
    for _ in range(10):
        assert judge_claim(claim, table, Tolerance()) is None
    with pytest.raises(ExpressionError) as refused:
        judge_claim(claim, table, Tolerance())
    assert refused.value.rule.code == "claim.much"
    assert "1,000 values" in refused.value.rule.sentence.format(**refused.value.values)
