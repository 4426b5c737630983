"""Gives what is computed in a chapter its value: `[four dollars a head]{computed="us-aid / population.ua" round=2}`."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.claims.claim_rules import UNPLACED, ExpressionError
from bookbuilder.claims.computed_value import computed_value
from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.nodes import Fact
from bookbuilder.facts import FactValue


def computed_fact(node: Fact, facts: Mapping[str, FactValue], report: Report) -> FactValue | None:
    """Return the value of the expression of a node, None after reporting its problem (`claim.*`)."""
    text, form = node.options["computed"], node.options.get("form", "")
    decimals = node.options.get("round") or form.partition("digits:")[2]
    try:
        return computed_value(text, decimals, facts)
    except ExpressionError as error:
        report_expression_error(error, text, node.place or node.span, report, exact=node.place is not None)
        return None


def report_expression_error(
    error: ExpressionError, text: str, span: Span, report: Report, *, exact: bool = True
) -> None:
    """Report what is wrong with an expression, where it is wrong; `span` is where the expression begins if it is `exact`,
    else the words that it stands behind."""
    within = exact and "\n" not in text
    place = Span(span.path, span.line, span.column + error.start) if within else span
    report(error.rule, place, hint=error.hint, fix=None, area=None, **error.values)


def report_unplaced(node: Fact, report: Report) -> None:
    """Report `round` of a value that is not computed (`claim.unplaced`)."""
    if "round" in node.options and "computed" not in node.options:
        report(UNPLACED, node.span, hint="take round out")
