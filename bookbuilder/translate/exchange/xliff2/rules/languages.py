"""Languages and white space: each side is of the language that the document says, and both treat spaces alike."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bookbuilder.translate.exchange.xliff2.names import XML, Flaw, name, parts, tag

_LANG, _SPACE = f"{{{XML}}}lang", f"{{{XML}}}space"


def of_document(root: etree._Element) -> Iterator[Flaw]:
    """Look at the languages of what the resource data module has, and at the spaces of original data."""
    for element in root.iter(tag("source", "res")):
        if _LANG in element.attrib and not _same(element.get(_LANG, ""), root.get("srcLang", "")):
            yield Flaw(element, "its xml:lang is not the srcLang of the document")
    for data in root.iter(tag("data")):
        if data.get(_SPACE, "preserve") != "preserve":
            yield Flaw(data, "xml:space of <data> is always preserve")


def of_unit(unit: etree._Element) -> Iterator[Flaw]:
    """Look at each source and target."""
    document = unit.getroottree().getroot()
    languages = {"source": document.get("srcLang"), "target": document.get("trgLang")}
    for part in parts(unit):
        spaces = set()
        for side in part.iterchildren(tag("source"), tag("target")):
            wanted, said = languages[name(side)], _inherited(side, _LANG)
            if wanted is None:
                yield Flaw(side, "the document has targets, and no trgLang")
            elif said and not _same(said, wanted):
                yield Flaw(side, f"its xml:lang is {said}, and that of the document {wanted}")
            spaces.add(_inherited(side, _SPACE) or "default")
        if len(spaces) > 1:
            yield Flaw(part, "source and target differ in xml:space")


def _inherited(element: etree._Element, key: str) -> str:
    around: etree._Element | None = element
    while around is not None:
        if key in around.attrib:
            return around.attrib[key]
        around = around.getparent()
    return ""


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
