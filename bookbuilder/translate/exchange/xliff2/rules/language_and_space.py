"""Checks xml:lang and xml:space: languages match the document, and source and target agree on white space."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import XML, Violation, parts, short_name, tag

_LANG, _SPACE = f"{{{XML}}}lang", f"{{{XML}}}space"


def of_document(root: etree._Element) -> Iterator[Violation]:
    """Check the languages of resource data, and the white space of original data."""
    for element in root.iter(tag("source", "res")):
        if _LANG in element.attrib and not _same(element.get(_LANG, ""), root.get("srcLang", "")):
            yield Violation(element, "its xml:lang is not the srcLang of the document")
    for data in root.iter(tag("data")):
        if data.get(_SPACE, "preserve") != "preserve":
            yield Violation(data, "xml:space of <data> is always preserve")


def of_unit(unit: etree._Element) -> Iterator[Violation]:
    """Check each source and target."""
    document = unit.getroottree().getroot()
    languages = {"source": document.get("srcLang"), "target": document.get("trgLang")}
    for part in parts(unit):
        spaces = set()
        for side in part.iterchildren(tag("source"), tag("target")):
            wanted, actual = languages[short_name(side)], _inherited(side, _LANG)
            if wanted is None:
                yield Violation(side, "the document has targets, and no trgLang")
            elif actual and not _same(actual, wanted):
                yield Violation(
                    side,
                    Phrase(
                        "its xml:lang is {actual}, and that of the document {wanted}",
                        actual=actual,
                        wanted=wanted,
                    ),
                )
            spaces.add(_inherited(side, _SPACE) or "default")
        if len(spaces) > 1:
            yield Violation(part, "source and target differ in xml:space")


def _inherited(element: etree._Element, key: str) -> str:
    around: etree._Element | None = element
    while around is not None:
        if key in around.attrib:
            return around.attrib[key]
        around = around.getparent()
    return ""


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
