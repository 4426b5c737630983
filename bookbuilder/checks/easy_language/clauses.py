"""Tells sentences in easy language that say more than one thing."""

from bookbuilder.checks.easy_language.easy_rule import EasyRule
from bookbuilder.diagnostics import Rule, Severity

CLAUSE = Rule(
    "easy.clause",
    "{words!r} adds a second statement to this sentence ({source})",
    "A sentence in easy language says one thing. A subordinate clause, or a part behind a dash or a semicolon, becomes a"
    " sentence of its own, which may begin with Weil, Wenn, Und, Oder or Aber.",
    Severity.NOTICE,
)
EASY_RULE = EasyRule(CLAUSE, "clause", "make two sentences of it")
