"""The value of a fact as a chapter uses it, and what to call it in a message."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Fact
from bookbuilder.facts import FactValue, parse_literal
from bookbuilder.facts.fact_options import value_options


def resolved(node: Fact, facts: Mapping[str, FactValue]) -> FactValue | None:
    """Return the value that a fact states, None if it cannot be read (another part reports that)."""
    name = node.options.get("fact")
    if name:
        return facts.get(name)
    return parse_literal(value_options(node.options), node.span, Findings())


def called(node: Fact, value: str) -> str:
    """Return what an author calls a fact: by its name, or the value (for machines) that stands in the chapter.

    >>> called(Fact({"fact": "us-aid"}, ()), "200000000 USD"), called(Fact({"number": "5"}, ()), "5")
    ('the fact us-aid', 'the value 5')
    """
    name = node.options.get("fact")
    return f"the fact {name}" if name else f"the value {value}"
