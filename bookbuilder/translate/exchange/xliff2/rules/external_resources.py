"""Checks skeletons, resource data, matches and glossary entries: required and exclusive attributes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import Violation, short_name, tag


def of_document(root: etree._Element) -> Iterator[Violation]:
    """Check all elements that may refer to external data."""
    for element in root.iter(tag("skeleton"), tag("source", "res"), tag("target", "res")):
        empty = not len(element) and not element.text
        if empty != ("href" in element.attrib):
            yield Violation(
                element,
                Phrase("<{short_name}> either holds something or has a href", short_name=short_name(element)),
            )
    for match in root.iter(tag("match", "mtc")):
        if "{http://www.w3.org/XML/1998/namespace}lang" in match.attrib:
            yield Violation(match, "a match has no xml:lang")
        if "subType" in match.attrib and "type" not in match.attrib:
            yield Violation(match, "a match has a subType and no type")
    for item in root.iter(tag("resourceItem", "res")):
        held = [item.find(tag(which, "res")) for which in ("source", "target")]
        if "mimeType" not in item.attrib and not all(one is not None and len(one) for one in held):
            yield Violation(item, "a resource that lies elsewhere has a mimeType")
    for entry in root.iter(tag("glossEntry", "gls")):
        if entry.find(tag("translation", "gls")) is None and entry.find(tag("definition", "gls")) is None:
            yield Violation(entry, "a term has a translation or a definition")
