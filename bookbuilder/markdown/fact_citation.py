"""Makes the citation behind a fact: `[200 million]{fact=us-aid cite=yes}` cites the source that facts.toml names."""

from __future__ import annotations

from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.facts.fact_options import NO
from bookbuilder.markdown.attributes import token_attributes
from bookbuilder.markdown.citation_syntax import cited_sources
from bookbuilder.markdown.inline_context import InlineContext
from bookbuilder.phrases import Phrase
from bookbuilder.sources.rules import UNSOURCED


def fact_citation(token: Token, span: Span, context: InlineContext) -> tuple[nodes.Inline, ...]:
    """Return the citation behind marked words, with a blank before it, as if it stood there; nothing unless they ask for
    it. Reports `citation.fact`."""
    if token.type != "span_open":
        return ()
    options = token_attributes(token)
    if str(options.get("cite", "no")) in NO:
        return ()
    fact = str(options.get("fact", ""))
    written = context.dialect.fact_sources.get(fact, "")
    sources = cited_sources(written) if context.dialect.cites else ()
    if sources:
        return (nodes.Text(" ", span=span), nodes.Citation(sources, written, span=span))
    if fact and context.dialect.cites:
        hint: str = Phrase(
            'write source = "…" in [{fact}] of facts.toml, with a key of the book\'s sources', fact=fact
        )
    elif fact:
        hint = "add sources.bib, sources.json or sources.toml to the book"
    else:
        hint = (
            "a value that is written in a chapter has no source: make a fact of it, or write [@key] behind it"
        )
    context.report(
        UNSOURCED, span, fact=Phrase("the fact {fact}", fact=fact) if fact else "this value", hint=hint
    )
    return ()
