"""Ids are unique in what encloses them, and codes of a target have those of the source that they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from bookbuilder.translate.exchange.xliff2.names import (
    CORE,
    MODULES,
    XML,
    Flaw,
    inline,
    name,
    parts,
    sides,
    tag,
)


def of_document(root: etree._Element) -> Iterator[Flaw]:
    """Look at files, at the groups and units of each, at notes, and at extensions."""
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


def of_unit(unit: etree._Element) -> Iterator[Flaw]:
    """Look at the segments and codes of a unit."""
    yield from _pairs(sides(unit, "source"), sides(unit, "target"), parts(unit))


def _pairs(
    sources: Iterable[etree._Element], targets: Iterable[etree._Element], around: Iterable[etree._Element]
) -> Iterator[Flaw]:
    known: set[str] = set()
    for part in around:
        own = part.get("id")
        if own is not None and own in known:
            yield Flaw(part, f"the id {own} stands twice")
        known |= {own} if own is not None else set()
    count: dict[str, str] = {}
    for source in sources:
        for element in inline(source):
            own = element.get("id")
            if own is None:
                continue
            if own in count or own in known:
                yield Flaw(element, f"the id {own} stands twice")
            count[own] = name(element)
    seen: set[str] = set()
    for target in targets:
        for element in inline(target):
            own = element.get("id")
            if own is None:
                continue
            if own in seen or own in known:
                yield Flaw(element, f"the id {own} stands twice")
            elif count.get(own, name(element)) != name(element):
                yield Flaw(element, f"<{name(element)}> has the id {own} of a <{count[own]}> of the source")
            seen.add(own)


def _extended(element: etree._Element) -> Iterator[etree._Element]:
    """Yield what extensions hold that belong to an element."""
    for child in element:
        space = etree.QName(child).namespace if isinstance(child.tag, str) else CORE
        if space != CORE and space not in MODULES:
            yield from child.iter(etree.Element)


def _unique(elements: Iterable[etree._Element]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for element in elements:
        own = element.get("id", element.get(f"{{{XML}}}id"))
        if own is None:
            continue
        if own in seen:
            yield Flaw(element, f"the id {own} stands twice")
        seen.add(own)
