"""Tells genitives in easy language."""

from bookbuilder.checks.easy_language.easy_rule import EasyRule
from bookbuilder.diagnostics import Rule, Severity

GENITIVE = Rule(
    "easy.genitive",
    "{words!r} is a genitive ({source})",
    "The genitive is rare in spoken German: das Haus von dem Lehrer is easier than das Haus des Lehrers. A “der” between"
    " two nouns is told unless a verb stands in the sentence that asks for a dative.",
    Severity.NOTICE,
)
EASY_RULE = EasyRule(GENITIVE, "genitive", "write it with von: von dem, von der, von den")
