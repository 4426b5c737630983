"""Tells negations in easy language."""

from bookbuilder.checks.easy_language.easy_rule import EasyRule
from bookbuilder.diagnostics import Rule, Severity

NEGATION = Rule(
    "easy.negation",
    "{words!r} says what is not so ({source})",
    "A negation is easily missed, and what is left says the opposite. Easy language says what is so where that can be said:"
    " Peter ist gesund, rather than: Peter ist nicht krank.",
    Severity.NOTICE,
)
EASY_RULE = EasyRule(NEGATION, "negation", "say what is so, if that can be said")
