"""Checks the attributes of two modules: format style, and size and length restriction."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import CORE, PREFIXES, Violation, short_name, tag

_FS, _SUB = tag("fs", "fs"), tag("subFs", "fs")
_SIZE, _REFERENCE = tag("sizeInfo", "slr"), tag("sizeInfoRef", "slr")
_POINTS = "xliff:codepoints"
"""The profile that counts code points, whose sizes are numbers."""


def of_document(root: etree._Element) -> Iterator[Violation]:
    """Check all elements with such attributes."""
    profiles = {
        file: profile.get("generalProfile")
        for file in root.iterchildren(tag("file"))
        for profile in file.iterchildren(tag("profiles", "slr"))
    }
    ids_by_unit: dict[etree._Element, set[str | None]] = {}
    for element in root.iter(f"{{{CORE}}}*"):
        if not element.attrib:
            continue
        spaces = {etree.QName(key).namespace for key in element.attrib}
        if short_name(element) == "ec" and element.get("isolated") != "yes":
            if spaces & {PREFIXES["fs"], PREFIXES["slr"]}:
                yield Violation(element, "<ec> has such attributes only where it stands apart (isolated)")
        if _SUB in element.attrib and _FS not in element.attrib:
            yield Violation(element, "it has fs:subFs and no fs:fs")
        if _SIZE in element.attrib and _REFERENCE in element.attrib:
            yield Violation(element, "it has both slr:sizeInfo and slr:sizeInfoRef")
        if _REFERENCE in element.attrib and not _refers(element, ids_by_unit):
            yield Violation(
                element,
                Phrase(
                    "slr:sizeInfoRef names {name}, and there is no such data", name=element.get(_REFERENCE)
                ),
            )
        if _SIZE in element.attrib and not element.attrib[_SIZE].isdecimal():
            file = next(element.iterancestors(tag("file")), None)
            if file is not None and profiles.get(file) == _POINTS:
                yield Violation(element, "slr:sizeInfo is a number by the profile of its file")


def _refers(element: etree._Element, ids_by_unit: dict[etree._Element, set[str | None]]) -> bool:
    """Whether an element's data reference exists in its scope; `ids_by_unit` caches the ids by ancestor."""
    for parent in element.iterancestors():
        if parent not in ids_by_unit:
            data = parent.iterchildren(tag("data", "slr"))
            ids_by_unit[parent] = {
                inner.get("id") for one in data for inner in one.iterdescendants(etree.Element)
            }
        if element.get(_REFERENCE) in ids_by_unit[parent]:
            return True
    return False
