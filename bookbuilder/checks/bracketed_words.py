"""Checks that the words in a fact's brackets do not contradict its value."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.checks.resolve_fact import resolve_fact
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.nodes import Chapter, Fact, Node
from bookbuilder.document.walk import node_fields, plain
from bookbuilder.facts.contradictions import find_contradiction
from bookbuilder.facts.fact_options import NO
from bookbuilder.facts.format_fact import machine_value
from bookbuilder.locales.value_lexicon import lexicon
from bookbuilder.phrases import Phrase
from bookbuilder.project.shared_facts import FACTS
from bookbuilder.world import Reader

CONTRADICTED = Rule(
    "fact.contradicted",
    "the words say {said}, and {name} is {value}",
    "The words in brackets are what an author reads while writing; the book prints the value (with `form=written` the"
    " words). Where they say another number, scale, currency, unit or day, one of the two is wrong. A billion is a thousand"
    " million in English; German Billion, French billion and Spanish billón are a million million.",
    Severity.WARNING,
)


def each(subject: ChapterInput, report: Report) -> None:
    """Report words that state another value; passages in other languages, and ambiguous words, are skipped."""
    words = lexicon(subject.locale, subject.world)
    for node in facts_of(subject.written, subject.locale.language):
        if not node.translate:
            continue  # from a data file, whose numbers are written in the way of no language
        fact = resolve_fact(node, subject.facts)
        if fact is None:
            continue
        about = node.options.get("approx", "no") not in NO
        contradicting = find_contradiction(plain(node.content), fact, words, about=about)
        if contradicting:
            name = node.options.get("fact")
            report(
                CONTRADICTED,
                node.span,
                said=contradicting,
                name=Phrase("the fact {name}", name=name) if name else Phrase("the value"),
                value=machine_value(fact),
                hint=Phrase("correct the words, or the value in {file}", file=_file_of(name, subject.world))
                if name
                else Phrase("correct the words, or the value in the braces"),
            )


def _file_of(name: str, world: Reader) -> str:
    """Return the facts.toml that has a fact: that of the book, or else of its series."""
    files = reversed(world.versions(FACTS))
    return next((path for path in files if world.entry(f"{path}#{name}") is not None), FACTS)


def facts_of(value: object, language: str) -> Iterator[Fact]:
    """Yield the facts of a chapter in its own language."""
    if isinstance(value, tuple):
        for part in value:
            yield from facts_of(part, language)
    elif isinstance(value, Node | Chapter):
        if value.lang and value.lang.split("-")[0].casefold() != language:
            return
        if isinstance(value, Fact):
            yield value
            return
        for name in node_fields(type(value)):
            yield from facts_of(getattr(value, name), language)


CHECK = Check(
    "bracketed", "The words in brackets do not contradict the value that they stand for.", each=each
)
"""Found by `bookbuilder.discovery`."""
