"""Checks that a translation states the facts of its source, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.checks.resolve_fact import fact_name, resolve_fact
from bookbuilder.checks.source_alignment import aligned_with_source
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.nodes import Fact
from bookbuilder.document.text_lines import TextLine
from bookbuilder.document.translation_pairs import ChapterPair
from bookbuilder.facts import FactValue
from bookbuilder.facts.fact_options import USES
from bookbuilder.facts.format_fact import machine_value
from bookbuilder.phrases import Phrase

MISSING = Rule(
    "fact.lost",
    "{name} of {place} is missing here",
    "What the source states as a value, its translation states as well: a number in plain words is not printed in the form"
    " of the language, and not corrected when the value changes. Where a chapter and its translation have the same"
    " paragraphs, each is compared with its counterpart, else the whole chapter.",
    Severity.WARNING,
)
EXTRA = Rule(
    "fact.added",
    "{name} is not in {place}, of which this is a translation",
    "A value that only the translation states may have been added on purpose, or stand in plain words in the source: say it"
    " there as a fact too, so that both change together.",
    Severity.WARNING,
)


def each(subject: ChapterInput, report: Report) -> None:
    """Report facts that a translation lacks or adds."""
    alignment = aligned_with_source(subject)
    if alignment is not None:
        _chapter(alignment, subject.facts, report)


def _chapter(answer: ChapterPair, facts: Mapping[str, FactValue], report: Report) -> None:
    """Compare each pair of lines; facts that only moved within the chapter are fine."""
    lost: list[tuple[str, Fact, Span]] = []
    added: list[tuple[str, Fact, Span]] = []
    for pair in answer.pairs:
        source, translation = _used(pair.source, facts), _used(pair.translation, facts)
        one = pair.source[0].span if len(pair.source) == 1 else answer.source.span
        other = pair.translation[0].span if len(pair.translation) == 1 else answer.translation.span
        lost += [(value, node, other) for value, node in source.items() if value not in translation]
        added += [(value, node, one) for value, node in translation.items() if value not in source]
    here, there = {value for value, *_ in added}, {value for value, *_ in lost}
    for value, node, place in lost:
        if value not in here:
            hint = Phrase("write [words]{braces}", braces=f"{{{_braces(node)}}}")
            report(MISSING, place, name=fact_name(node, value), place=node.span, hint=hint)
    for value, node, place in added:
        if value not in there:
            report(EXTRA, node.span, name=fact_name(node, value), place=place)


def _used(lines: Iterable[TextLine], facts: Mapping[str, FactValue]) -> dict[str, Fact]:
    """Return the facts of some lines by value, each at its first place."""
    used: dict[str, Fact] = {}
    for line in lines:
        for _, _, node in line.facts:
            fact = resolve_fact(node, facts)
            if fact is not None:
                used.setdefault(machine_value(fact), node)
    return used


def _braces(node: Fact) -> str:
    """Return the attributes of a fact, without how the source prints it."""
    options = {key: value for key, value in node.options.items() if key not in USES}
    return " ".join(
        f"{key}={value}" if re.fullmatch(r"[\w:-]+", value) else f'{key}="{value}"'
        for key, value in options.items()
    )


CHECK = Check("translated-facts", "A translation states the facts of its source.", each=each)
"""Found by `bookbuilder.discovery`."""
