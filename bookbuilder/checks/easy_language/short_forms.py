"""Tells abbreviations in easy language."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.checks.easy_language.easy_rule import EasyRule, EasySentence
from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.locales.easy_words import EasyWords, Found

SHORT = Rule(
    "easy.abbreviation",
    "{words!r} is an abbreviation ({source})",
    "Who reads with effort does not know what an abbreviation stands for: zum Beispiel, rather than z. B.",
    Severity.NOTICE,
)


def short_forms(sentence: EasySentence, words: EasyWords) -> Iterator[Found]:
    """Yield the places of the abbreviations that the program knows."""
    for start, end, _ in sentence.locale.typography.abbreviations.find(sentence.text):
        if sentence.text[start:end] not in words.known:
            yield start, end


EASY_RULE = EasyRule(SHORT, "abbreviation", "write the words", short_forms)
