"""Reads segmentation rules: SRX 2.0 (GALA, 7 April 2008), as translation tools exchange them."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from bookbuilder.diagnostics import BookbuilderError, Report, Span, diagnostic
from bookbuilder.locales.sentence_breaks import BreakRule, Breaks, RuleError, is_language, rule_breaks
from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.returned_units import BROKEN, LIMIT
from bookbuilder.translate.exchange.untrusted_xml import parse_xml

SUFFIX = ".srx"
PATTERN = 200
"""The most characters of a pattern for languages."""


def sentence_rules(data: bytes, path: str, tag: str, report: Report) -> Breaks | None:
    """Return where sentences begin by the rules of a file for a language; None after a report (`exchange.*`)."""
    rules = read(data, path, tag, report)
    if not rules:
        return None
    try:
        breaks = rule_breaks(rules)
    except RuleError as error:
        report(BROKEN, Span(path), problem=str(error), hint="expressions are those of ICU")
        return None

    def checked(text: str) -> Sequence[int]:
        try:
            return breaks(text)
        except RuleError as error:
            raise BookbuilderError(diagnostic(BROKEN, Span(path), problem=str(error))) from None

    return checked


def read(data: bytes, path: str, tag: str, report: Report) -> tuple[BreakRule, ...]:
    """Return the rules for a language in the order in which they apply. Reports `exchange.*`."""
    if len(data) > LIMIT:
        report(BROKEN, Span(path), problem=Phrase("it is larger than {limit} MB", limit=LIMIT >> 20))
        return ()
    root = parse_xml(data, path, report)
    if root is None:
        return ()
    if etree.QName(root).localname != "srx":
        name = etree.QName(root).localname
        report(
            BROKEN,
            Span(path, root.sourceline or 0),
            problem=Phrase("it begins with <{name}>, not as SRX does", name=name),
        )
        return ()
    tables = {
        table.get("languagerulename", ""): table
        for table in root.iterfind(".//{*}languagerules/{*}languagerule")
    }
    header = root.find("{*}header")
    cascade = header is not None and header.get("cascade") == "yes"
    rules: list[BreakRule] = []
    for language in root.iterfind(".//{*}maprules/{*}languagemap"):
        if not _matches(language.get("languagepattern", ""), tag):
            continue
        table = tables.get(language.get("languagerulename", ""))
        rules += [_rule(rule) for rule in table.iterfind("{*}rule")] if table is not None else []
        if not cascade:
            break
    if not rules:
        hint = "it needs a <languagemap> whose pattern matches the language of the source"
        report(
            BROKEN,
            Span(path, root.sourceline or 0),
            problem=Phrase("it has no rules for {tag}", tag=tag),
            hint=hint,
        )
    return tuple(rules)


def _rule(rule: etree._Element) -> BreakRule:
    return BreakRule(
        rule.get("break", "yes") != "no",
        rule.findtext("{*}beforebreak") or "",
        rule.findtext("{*}afterbreak") or "",
    )


def _matches(pattern: str, tag: str) -> bool:
    """Whether a pattern matches a language in either usual spelling; one that is too long or wrong matches nothing."""
    return len(pattern) <= PATTERN and any(is_language(pattern, one) for one in (tag, tag.replace("-", "_")))
