"""Reads the facts and names of a book: those of its series, and over them its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Report, Span
from bookbuilder.facts.fact_values import FactValue
from bookbuilder.facts.facts_file import read_facts
from bookbuilder.names import Name, read_names
from bookbuilder.project.toml_positions import KeyPath, key_positions, key_spans
from bookbuilder.world import BookFiles

FACTS = "facts.toml"
NAMES = "names.toml"


@dataclass(frozen=True, slots=True)
class FactsOfBook:
    """The facts of a book by name, and the places of their keys: in facts.toml of the book, or that of its series."""

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    spans: Mapping[KeyPath, Span] = field(default_factory=dict)


def read_shared_facts(world: BookFiles, report: Report, *, rated: bool = True) -> FactsOfBook:
    """Return the facts of a book. A fact of its own replaces one of the series as a whole. Reports `facts.*` and `fact.*`.

    Unless `rated` is false, an equivalent must have its rate.
    """
    facts: dict[str, FactValue] = {}
    spans: dict[KeyPath, Span] = {}
    for path in world.versions(FACTS):
        text = world.text(path)
        read = read_facts(text, path, report, key_positions, rated=rated)
        spans = {keys: span for keys, span in spans.items() if keys[0] not in read}
        if read:
            spans |= key_spans(text, path)
        facts |= read
    return FactsOfBook(facts, spans)


def read_shared_names(world: BookFiles, report: Report) -> dict[str, Name]:
    """Return the names of a book by key. A name of its own replaces one of the series. Reports `names.*` and `name.*`."""
    names: dict[str, Name] = {}
    for path in world.versions(NAMES):
        names |= read_names(world.text(path), path, report, key_positions)
    return names
