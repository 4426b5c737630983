"""A translation states the facts of its source, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bookbuilder.checks.check import Check, Subject
from bookbuilder.checks.resolved import called, resolved
from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.compare import Answer, answers
from bookbuilder.document.lines import Line
from bookbuilder.facts import FactValue
from bookbuilder.facts.show import machine

MISSING = Rule(
    "fact.lost",
    "the fact {name} of {place} is missing here",
    "What the source states as a value, its translation states as well: a number in plain words is not printed in the form"
    " of the language, and not corrected when the value changes. Where a chapter and its translation have the same"
    " paragraphs, each is compared with its counterpart, else the whole chapter.",
    Severity.WARNING,
)
EXTRA = Rule(
    "fact.added",
    "the fact {name} is not in {place}, of which this is a translation",
    "A value that only the translation states may have been added on purpose, or stand in plain words in the source: say it"
    " there as a fact too, so that both change together.",
    Severity.WARNING,
)


def run(subject: Subject, report: Report) -> None:
    """Report facts that a translation lacks, or has beside those of its source."""
    if subject.source is None:
        return
    languages = subject.source.locale.language, subject.locale.language
    for answer in answers(subject.source.manuscript, languages, subject.manuscript):
        _chapter(answer, subject.facts, report)


def _chapter(answer: Answer, facts: Mapping[str, FactValue], report: Report) -> None:
    """Compare each pair of lines; a fact that has only moved within the chapter is left alone."""
    lost: list[tuple[str, str, Span, Span]] = []
    added: list[tuple[str, str, Span, Span]] = []
    for pair in answer.pairs:
        source, translation = _used(pair.source, facts), _used(pair.translation, facts)
        one = pair.source[0].span if len(pair.source) == 1 else answer.source.span
        other = pair.translation[0].span if len(pair.translation) == 1 else answer.translation.span
        lost += [(key, name, span, other) for key, (name, span) in source.items() if key not in translation]
        added += [(key, name, span, one) for key, (name, span) in translation.items() if key not in source]
    for key, name, place, here in lost:
        if key not in {moved for moved, *_ in added}:
            report(
                MISSING,
                here,
                name=name,
                place=place,
                hint=f"write [words]{{fact={name}}}" if " " not in name else "",
            )
    for key, name, here, place in added:
        if key not in {moved for moved, *_ in lost}:
            report(EXTRA, here, name=name, place=place)


def _used(found: Iterable[Line], facts: Mapping[str, FactValue]) -> dict[str, tuple[str, Span]]:
    """Return the facts of some lines by their value: what each is called, and its first place."""
    used: dict[str, tuple[str, Span]] = {}
    for line in found:
        for _, _, node in line.facts:
            fact = resolved(node, facts)
            if fact is not None:
                used.setdefault(machine(fact), (called(node, fact), node.span))
    return used


CHECK = Check("translated-facts", "A translation states the facts of its source.", run)
"""The check as the program finds it."""
