"""Holds texts in easy language to its rules, as far as a machine can; one file a rule, found by walking."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bookbuilder import discovery
from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.checks.easy_language.easy_rule import EasyRule, EasySentence
from bookbuilder.diagnostics import Report
from bookbuilder.document.text_lines import TextLine, text_lines
from bookbuilder.locales.easy_words import easy_words
from bookbuilder.locales.sentence_starts import SentenceRules, sentence_rules

_APART = frozenset({"alt", "short", "place", "event"})
"""Kinds of lines that are no sentences of the text."""


def each(subject: ChapterInput, report: Report) -> None:
    """Report what breaks the rules of easy language in a chapter (`easy.*`), if its locale is in it."""
    if not (subject.locale.is_easy and subject.lines):
        return
    words = easy_words(subject.locale, subject.world)
    rules = [rule for rule in easy_rules() if rule.section in words]
    if not rules:
        return
    ends = sentence_rules(subject.locale, subject.world)
    for line in text_lines(subject.written, subject.locale.language):
        if line.kind.rpartition(" ")[2] in _APART or line.fixed:
            continue
        place = line.places(subject.lines)
        for start, sentence in _sentences(line, ends, subject):
            for rule in rules:
                own = words[rule.section]
                for begin, end in rule.find(sentence, own):
                    if line.within(start + begin, start + end):
                        continue  # the words of a fact are not printed
                    shown = " ".join(sentence.text[begin:end].split()).removeprefix(", ")
                    values = {"source": own.source, **rule.values(shown, own)}
                    report(rule.rule, place(start + begin), hint=rule.hint, fix=None, area=None, **values)


def _sentences(
    line: TextLine, rules: SentenceRules, subject: ChapterInput
) -> Iterator[tuple[int, EasySentence]]:
    starts = (0, *rules.starts(line.text))
    for start, end in zip(starts, (*starts[1:], len(line.text)), strict=True):
        yield start, EasySentence(line.text[start:end].rstrip(), subject.locale)


@cache
def easy_rules() -> tuple[EasyRule, ...]:
    """Return every rule."""
    return tuple(discovery.values(__name__, "EASY_RULE", EasyRule))


CHECK = Check("easy-language", "Texts in easy language keep its rules.", each=each)
