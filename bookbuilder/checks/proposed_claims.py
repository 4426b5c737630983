"""Proposes claims where words that compare values stand beside facts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.claims.judge_claim import Tolerance
from bookbuilder.claims.propose_expression import proposed_claim
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.nodes import Fact
from bookbuilder.document.text_lines import TextLine, text_lines
from bookbuilder.locales.comparison_words import ComparisonWords, FoundWords, Multiple, comparison_words
from bookbuilder.phrases import Phrase

PROPOSED = Rule(
    "claim.proposed",
    "{said} compares values, and nothing notices when they change",
    "A fact is stated once and printed everywhere; what words say about it is not, unless they have a claim. `bookbuilder"
    " check` proposes one where words of comparison stand in a sentence with a fact:"
    ' `[twice as much]{claim="us-aid ~ 2 * de-aid"}`.',
    Severity.NOTICE,
)
_END = re.compile(r"[.!?…](?:[\"'”’»«)\]]*)\s+")
_LOWER = re.compile(r"[^\W\d_]")
HEDGE_GAP = 1
"""Characters between "more than" and the number that it belongs to."""


def each(subject: ChapterInput, report: Report) -> None:
    """Report comparisons beside facts that no claim states, one for each sentence; only where somebody asks for a check."""
    words = comparison_words(subject.locale, subject.world) if subject.asked else None
    if words is None:
        return
    for line in text_lines(subject.written, subject.locale.language, fixed=False):
        if not line.facts:
            continue
        place = line.places(subject.lines)
        for start, end in sentences(line):
            phrase = comparison(line, start, end, words)
            if phrase is None:
                continue
            said = line.text[phrase.start : phrase.end]
            names = [
                fact.options["fact"]
                for first, _, fact in line.facts
                if start <= first < end and "fact" in fact.options
            ]
            allowed = words.allowed(line.text[max(phrase.start - 20, start) : phrase.end])
            claim = proposed_claim(
                names,
                phrase.value.value if phrase.value else None,
                Tolerance(*allowed) if allowed else Tolerance(),
                subject.facts,
            )
            report(
                PROPOSED,
                place(phrase.start),
                said=f"“{said}”",
                hint=Phrase(
                    'write […]{{claim="{claim}"}} around it and the words that belong to it', claim=claim
                ),
            )


def sentences(line: TextLine) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a line begin and end; a mark inside of a fact, or before a small letter, ends none."""
    start = 0
    for match in _END.finditer(line.text):
        behind = line.text[match.end() : match.end() + 1]
        if line.within(match.start(), match.start() + 1) or (_LOWER.match(behind) and behind.islower()):
            continue
        yield start, match.end()
        start = match.end()
    yield start, len(line.text)


def comparison(
    line: TextLine, start: int, end: int, words: ComparisonWords
) -> FoundWords[Multiple | None] | None:
    """Return the first words of a sentence that compare and are in no claim and no fact; None for a sentence without facts,
    and for "more than" before its only fact, which is a bound."""
    facts = [(first, last) for first, last, fact in line.facts if start <= first < end and _is_value(fact)]
    if not facts:
        return None
    taken = [*facts, *((first, last) for first, last, _ in line.claims)]
    for found in words.comparing(line.text[start:end]):
        begin, stop = start + found.start, start + found.end
        if any(first < stop and begin < last for first, last in taken):
            continue
        if len(facts) == 1 and found.value is None and 0 <= facts[0][0] - stop <= HEDGE_GAP:
            continue
        return FoundWords(found.value, begin, stop)
    return None


def _is_value(fact: Fact) -> bool:
    """Whether a fact can be compared: days are, but seldom by such words."""
    return "date" not in fact.options and "interval" not in fact.options


CHECK = Check("proposed-claims", "Words that compare facts state what they claim.", each=each)
"""Found by `bookbuilder.discovery`."""
