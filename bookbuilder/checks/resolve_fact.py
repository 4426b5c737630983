"""Resolves a fact in a chapter to its value, and gives it a name for messages."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Findings
from bookbuilder.document.computed_facts import computed_fact
from bookbuilder.document.nodes import Fact
from bookbuilder.facts import FactValue, parse_literal
from bookbuilder.facts.fact_options import value_options
from bookbuilder.phrases import Phrase


def resolve_fact(node: Fact, facts: Mapping[str, FactValue]) -> FactValue | None:
    """Return the value of a fact, None if it cannot be read (reported elsewhere)."""
    name = node.options.get("fact")
    if "computed" in node.options:
        return computed_fact(node, facts, Findings())
    if name:
        return facts.get(name)
    return parse_literal(value_options(node.options), node.span, Findings())


def fact_name(node: Fact, value: str) -> str:
    """Return a fact as authors call it: by name, or by the (machine-readable) value in the chapter.

    >>> fact_name(Fact({"fact": "us-aid"}, ()), "200000000 USD"), fact_name(Fact({"number": "5"}, ()), "5")
    ('the fact us-aid', 'the value 5')
    """
    name = node.options.get("fact")
    return Phrase("the fact {name}", name=name) if name else Phrase("the value {value}", value=value)
