"""Tells subjunctives in easy language."""

from bookbuilder.checks.easy_language.easy_rule import EasyRule
from bookbuilder.diagnostics import Rule, Severity

SUBJUNCTIVE = Rule(
    "easy.subjunctive",
    "{words!r} is a subjunctive ({source})",
    "What might be is hard to tell from what is: Morgen regnet es vielleicht is easier than Morgen könnte es regnen."
    " What somebody else has said is put into quotation marks, or told as it is.",
    Severity.NOTICE,
)
EASY_RULE = EasyRule(SUBJUNCTIVE, "subjunctive", "write vielleicht, and what is so")
