"""The value of a fact as a chapter uses it, and what to call it in a message."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Findings
from bookbuilder.document.nodes import Fact
from bookbuilder.facts import FactValue, literal
from bookbuilder.facts.show import machine

USES = {"form", "approx"}


def resolved(node: Fact, facts: Mapping[str, FactValue]) -> FactValue | None:
    """Return the value that a fact states, None if it cannot be read (another part reports that)."""
    name = node.options.get("fact")
    if name:
        return facts.get(name)
    return literal(
        {key: value for key, value in node.options.items() if key not in USES}, node.span, Findings()
    )


def called(node: Fact, fact: FactValue) -> str:
    """Return what an author calls a fact: its name, or the value that stands in the chapter."""
    return node.options.get("fact") or machine(fact)
