"""Tells sentences in the passive in easy language."""

from bookbuilder.checks.easy_language.easy_rule import EasyRule
from bookbuilder.diagnostics import Rule, Severity

PASSIVE = Rule(
    "easy.passive",
    "{words!r} is in the passive ({source})",
    "A sentence in the passive keeps silent about who does something. Easy language says it: Morgen wählen wir, rather than:"
    " Morgen wird gewählt.",
    Severity.NOTICE,
)
EASY_RULE = EasyRule(PASSIVE, "passive", "say who does it")
