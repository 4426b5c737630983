"""Checks the rules of the validation module."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import Violation, short_name, tag

_WAYS = ("isPresent", "isNotPresent", "startsWith", "endsWith")


def of_document(root: etree._Element) -> Iterator[Violation]:
    """Check all rules."""
    for rule in root.iter(tag("rule", "val")):
        ways = [way for way in _WAYS if way in rule.attrib]
        own = any(etree.QName(key).namespace for key in rule.attrib)
        if len(ways) + own != 1:
            yield Violation(
                rule,
                Phrase("a rule has exactly one of {ways}, or one of somebody's own", ways=", ".join(_WAYS)),
            )
        if "existsInSource" in rule.attrib and (len(ways) != 1 or ways == ["isNotPresent"]):
            yield Violation(rule, "existsInSource goes with isPresent, startsWith or endsWith")
        if "occurs" in rule.attrib and ways != ["isPresent"]:
            yield Violation(rule, "occurs goes with isPresent")
        around = rule.getparent()
        parent = around.getparent() if around is not None else None
        if rule.get("disabled") == "yes" and parent is not None and short_name(parent) == "file":
            yield Violation(rule, "a rule of a whole file cannot be disabled")
