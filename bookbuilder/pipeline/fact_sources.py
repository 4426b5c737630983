"""Finds the sources that facts stand on: what `cite=yes` prints behind a fact, and what a list of sources has for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Report, Span, nearest
from bookbuilder.facts.fact_sources import BANK, source_citation, source_key
from bookbuilder.markdown.citation_syntax import cited_sources
from bookbuilder.project.shared_facts import FACTS, FactsOfBook
from bookbuilder.sources.rules import NEARLY, UNKNOWN
from bookbuilder.toml_tables.positions import nearest_span

_NAMED = re.compile(r"fact=(?:\"([^\"]*)\"|([^\s{}\"]+))")


@dataclass(frozen=True, slots=True)
class FactSources:
    """The sources of facts, by their names: `citations` as chapters write them, `keys` of the sources in them."""

    citations: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def cited_in(self, *texts: str) -> dict[str, str]:
        """Return the citations of the facts that texts may cite; few texts do, and a draft depends on no others."""
        if not any("cite=" in text for text in texts):
            return {}
        named = {match[1] or match[2] for text in texts for match in _NAMED.finditer(text)}
        return {name: self.citations[name] for name in sorted(named & self.citations.keys())}

    def of(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Return the keys of the sources that facts stand on."""
        return tuple(dict.fromkeys(key for name in facts for key in self.keys.get(name, ())))


NO_FACT_SOURCES = FactSources()
"""Of a book without sources."""


def find_fact_sources(known: FactsOfBook, sources: Collection[str]) -> FactSources:
    """Return the sources of the facts of a book whose sources have these keys."""
    citations, keys = {}, {}
    for name, written in known.sources.items():
        citation = source_citation(written, sources)
        cited = cited_sources(citation) if citation else ()
        if cited and all(source.key in sources for source in cited):
            citations[name] = citation
            keys[name] = tuple(source.key for source in cited)
    return FactSources(citations, keys)


def report_fact_sources(
    known: FactsOfBook, sources: Collection[str], printed: Collection[str], report: Report
) -> None:
    """Report the facts whose source is nobody's (`citation.unknown`), or nearly one (`fact.source`): those of the book
    itself, and of its series those that it prints."""
    for name, written in known.sources.items():
        if name not in known.own and name not in printed:
            continue
        span = nearest_span((name, "source"), known.spans, Span(FACTS))
        citation = source_citation(written, sources)
        for source in cited_sources(citation) if citation else ():
            if source.key not in sources:
                report(UNKNOWN, span, key=source.key, hint=nearest(source.key, sources))
        word = source_key(written)
        if not citation and word and word != BANK and not any(map(str.isspace, word)):
            if hint := nearest(word, sources):
                report(NEARLY, span, fact=name, source=written, hint=hint)
