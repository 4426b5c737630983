"""Tells special signs in easy language."""

from bookbuilder.checks.easy_language.easy_rule import EasyRule
from bookbuilder.diagnostics import Rule, Severity

SIGN = Rule(
    "easy.sign",
    "{words!r} is a special sign ({source})",
    "Signs such as % and § have to be known, and what stands in brackets interrupts a sentence. Easy language has words"
    " and sentences in their place.",
    Severity.NOTICE,
)
EASY_RULE = EasyRule(SIGN, "sign", "write it in words")
