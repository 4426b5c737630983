"""Tells numbers in letters in easy language: those that CLDR spells out, those of its file, and Roman ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bookbuilder.checks.easy_language.easy_rule import EasyRule, EasySentence
from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.locales.easy_words import EasyWords, Found

NUMBER = Rule(
    "easy.number",
    "{words!r} is a number in letters ({source})",
    "Figures are read faster than numbers in words, and known to more people than Roman ones: 9, neither neun nor IX. One is"
    " left alone, since it is an article as well.",
    Severity.NOTICE,
)


def numbers_in_letters(sentence: EasySentence, words: EasyWords) -> Iterable[Found]:
    """Return the places of numbers in letters."""
    spelled = tuple(sentence.locale.settings.get("numbers", {}).get("spellout", ()))[1:]
    small = {match.span() for match in _spelled(spelled).finditer(sentence.text)} if spelled else set()
    return sorted({*small, *words.find(sentence.text)})


@lru_cache(maxsize=8)
def _spelled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


EASY_RULE = EasyRule(NUMBER, "number", "write it in figures", numbers_in_letters)
