"""Tells long sentences in easy language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bookbuilder.checks.easy_language.easy_rule import EasyRule, EasySentence
from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.locales.easy_words import EasyWords, Found

LENGTH = Rule(
    "easy.sentence",
    "this sentence has {count} words, and {most} are enough ({source})",
    "Who reads with effort has lost the beginning of a long sentence at its end. The British rules say ten to fifteen"
    " words; the German ones say short, and 12 is the number of this program.",
    Severity.NOTICE,
)
_WORD = re.compile(r"[^\W_]+(?:[·\u00ad'’.,-]+[^\W_]+)*")


def long_sentence(sentence: EasySentence, words: EasyWords) -> Iterator[Found]:
    """Yield the place of a sentence that has more words than the rule allows."""
    if _count(sentence.text) > words.most:
        yield 0, len(sentence.text)


def length(sentence: str, own: EasyWords) -> Mapping[str, object]:
    """Return the number of the words of a sentence, and the greatest that is allowed."""
    return {"count": _count(sentence), "most": own.most}


def _count(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


EASY_RULE = EasyRule(LENGTH, "sentence", "make two sentences of it", long_sentence, length)
