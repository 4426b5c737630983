"""Tells long words in easy language whose parts are not shown."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.checks.easy_language.easy_rule import EasyRule, found_by_patterns
from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.locales.easy_words import EasyWords

WORD = Rule(
    "easy.word",
    "{words} has {count} letters ({source})",
    "The parts of a long word are seen when something stands between them: Bundes·kanzler, or Bundes-Kanzler. `compounds`"
    " in book.toml says which. A short word that everybody knows is better still.",
    Severity.NOTICE,
)


def letters(words: str, _: EasyWords) -> Mapping[str, object]:
    """Return a word and the number of its letters."""
    return {"words": words, "count": len(words)}


EASY_RULE = EasyRule(
    WORD, "word", "put · between its parts, or take a shorter word", found_by_patterns, letters
)
