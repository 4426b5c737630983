"""Reads the facts and names of a book: those of its series, and over them its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Findings, Report, Span
from bookbuilder.facts.fact_series import base_of
from bookbuilder.facts.fact_sources import written_sources
from bookbuilder.facts.fact_values import FactValue
from bookbuilder.facts.facts_file import read_facts
from bookbuilder.names import Name, read_names
from bookbuilder.toml_tables.positions import KeyPath, key_spans
from bookbuilder.world import BookFiles
from bookbuilder.world.series_folder import PREFIX

FACTS = "facts.toml"
NAMES = "names.toml"


SHARED_FACTS = PREFIX + FACTS


@dataclass(frozen=True, slots=True)
class FactsOfBook:
    """The facts of a book by name, its own and those of its series, and the places of their keys; `own` are the names of its
    own, `shared_text` is facts.toml of the series, `sources` what facts say of where they are from."""

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    spans: Mapping[KeyPath, Span] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    shared_text: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)

    def printed(self, world: BookFiles, names: Iterable[str], report: Report) -> dict[str, FactValue]:
        """Return the facts of the book itself, and those of the series among `names`, which the book prints.

        The problems of these are reported; only they are inputs of a build, so a change of a fact in the series
        rebuilds only the books that print it.
        """
        used = frozenset(names) - self.own
        if self.shared_text:
            # The values of a series stand in the table of their fact.
            entries = used | {base_of(name) for name in used}
            for name in sorted(entries):
                world.entry(f"{SHARED_FACTS}#{name}")
            read_facts(self.shared_text, SHARED_FACTS, report, only=entries)
        return {name: fact for name, fact in self.facts.items() if name in self.own or name in used}


def read_shared_facts(world: BookFiles, report: Report, *, rated: bool = True) -> FactsOfBook:
    """Return the facts of a book. A fact of its own replaces one of the series as a whole. Reports `facts.*` and `fact.*` of
    its own file, and of the series only that it is no TOML (`FactsOfBook.printed` reports the others).

    Unless `rated` is false, an equivalent must have its rate.
    """
    facts: dict[str, FactValue] = {}
    spans: dict[KeyPath, Span] = {}
    own: frozenset[str] = frozenset()
    shared_text = ""
    sources: dict[str, str] = {}
    for path in world.versions(FACTS):
        if path == SHARED_FACTS:
            text = shared_text = world.unlogged_text(path)
            read_facts(text, path, report, only=())
            read = read_facts(text, path, Findings(), rated=rated)
        else:
            text = world.text(path)
            read = read_facts(text, path, report, rated=rated)
            own = frozenset(read)
        spans = {keys: span for keys, span in spans.items() if keys[0] not in read}
        written = written_sources(text)
        sources = {name: source for name, source in sources.items() if name not in read}
        if read:
            spans |= key_spans(text, path)
        facts |= read
        sources |= {name: source for name, source in written.items() if name in read}
    return FactsOfBook(facts, spans, own, shared_text, sources)


def read_shared_names(world: BookFiles, report: Report) -> dict[str, Name]:
    """Return the names of a book by key. A name of its own replaces one of the series. Reports `names.*` and `name.*`."""
    names: dict[str, Name] = {}
    for path in world.versions(NAMES):
        names |= read_names(world.text(path), path, report)
    return names
