"""Checks that ids are unique in their scope, and that target codes match those of the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import (
    CORE,
    MODULES,
    XML,
    Violation,
    inline_elements,
    parts,
    short_name,
    sides,
    tag,
)


def of_document(root: etree._Element) -> Iterator[Violation]:
    """Check the ids of files, groups, units, notes, modules and extensions."""
    yield from _unique(root.iterchildren(tag("file")))
    for file in root.iterchildren(tag("file")):
        yield from _unique(file.iter(tag("group")))
        yield from _unique(file.iter(tag("unit")))
    for notes in root.iter(tag("notes"), tag("originalData")):
        yield from _unique(notes.iterchildren(tag("note"), tag("data")))
    for element in root.iter(tag("file"), tag("group"), tag("unit")):
        yield from _unique(_extended(element))
    for metadata in root.iter(tag("metadata", "mda")):
        yield from _unique((metadata, *metadata.iter(tag("metaGroup", "mda"))))
    for glossary in root.iter(tag("glossary", "gls")):
        yield from _unique(glossary.iter(tag("glossEntry", "gls"), tag("translation", "gls")))
    for data in root.iter(tag("resourceData", "res")):
        yield from _unique(data.iterchildren(tag("resourceItem", "res"), tag("resourceItemRef", "res")))
    for matches in root.iter(tag("matches", "mtc")):
        yield from _unique(matches.iterchildren(tag("match", "mtc")))
        for match in matches.iterchildren(tag("match", "mtc")):
            yield from _pairs(match.iterchildren(tag("source")), match.iterchildren(tag("target")), ())


def of_unit(unit: etree._Element) -> Iterator[Violation]:
    """Check the ids of segments and codes in a unit."""
    yield from _pairs(sides(unit, "source"), sides(unit, "target"), parts(unit))


def _pairs(
    sources: Iterable[etree._Element], targets: Iterable[etree._Element], around: Iterable[etree._Element]
) -> Iterator[Violation]:
    ids: set[str] = set()
    for part in around:
        element_id = part.get("id")
        if element_id is not None and element_id in ids:
            yield Violation(part, Phrase("the id {element_id} stands twice", element_id=element_id))
        ids |= {element_id} if element_id is not None else set()
    count: dict[str, str] = {}
    for source in sources:
        for element in inline_elements(source):
            element_id = element.get("id")
            if element_id is None:
                continue
            if element_id in count or element_id in ids:
                yield Violation(element, Phrase("the id {element_id} stands twice", element_id=element_id))
            count[element_id] = short_name(element)
    seen: set[str] = set()
    for target in targets:
        for element in inline_elements(target):
            element_id = element.get("id")
            if element_id is None:
                continue
            if element_id in seen or element_id in ids:
                yield Violation(element, Phrase("the id {element_id} stands twice", element_id=element_id))
            elif count.get(element_id, short_name(element)) != short_name(element):
                yield Violation(
                    element,
                    Phrase(
                        "<{short_name}> has the id {element_id} of a <{count}> of the source",
                        short_name=short_name(element),
                        element_id=element_id,
                        count=count[element_id],
                    ),
                )
            seen.add(element_id)


def _extended(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        space = etree.QName(child).namespace if isinstance(child.tag, str) else CORE
        if space != CORE and space not in MODULES:
            yield from child.iter(etree.Element)


def _unique(elements: Iterable[etree._Element]) -> Iterator[Violation]:
    seen: set[str] = set()
    for element in elements:
        element_id = element.get("id", element.get(f"{{{XML}}}id"))
        if element_id is None:
            continue
        if element_id in seen:
            yield Violation(element, Phrase("the id {element_id} stands twice", element_id=element_id))
        seen.add(element_id)
