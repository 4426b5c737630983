"""Checks that start and end codes, and start and end markers of annotations, match."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import (
    Violation,
    inline_elements,
    short_name,
    sides,
    tag,
)

_ALIKE = ("canCopy", "canDelete", "canReorder", "canOverlap")


def of_unit(unit: etree._Element) -> Iterator[Violation]:
    """Check the sources of a unit, and its targets."""
    for which in ("source", "target"):
        elements = [element for side in sides(unit, which) for element in inline_elements(side)]
        yield from _pairs(elements)
        for element in elements:
            if short_name(element) == "ec":
                yield from _end(element)


def of_document(root: etree._Element) -> Iterator[Violation]:
    """Check translation candidates (matches), each by itself."""
    for match in root.iter(tag("match", "mtc")):
        for side in match.iterchildren(tag("source"), tag("target")):
            yield from _pairs(list(inline_elements(side)))


def _pairs(elements: list[etree._Element]) -> Iterator[Violation]:
    opened: dict[tuple[str, str], etree._Element] = {}
    apart: set[str] = set()
    for element in elements:
        tag_name = short_name(element)
        if tag_name == "sc" and element.get("isolated") == "yes":
            apart.add(element.get("id", ""))
        elif tag_name in ("sc", "sm"):
            opened[tag_name, element.get("id", "")] = element
        elif tag_name == "em" or (tag_name == "ec" and element.get("isolated") != "yes"):
            start = element.get("startRef", "")
            first = opened.pop(("sc" if tag_name == "ec" else "sm", start), None)
            if first is None:
                why = "stands apart" if start in apart else "does not stand before it"
                yield Violation(
                    element,
                    Phrase(
                        "<{tag_name}> closes {start}, which {why}",
                        tag_name=tag_name,
                        start=start or "nothing",
                        why=why,
                    ),
                )
            elif tag_name == "ec":
                yield from _alike(first, element)
    for (tag_name, id_), element in opened.items():
        yield Violation(
            element, Phrase("<{tag_name} id={id!r}> is not closed in its unit", tag_name=tag_name, id=id_)
        )


def _alike(first: etree._Element, last: etree._Element) -> Iterator[Violation]:
    for key in _ALIKE:
        wanted, actual = first.get(key, "yes"), last.get(key, "yes")
        if actual != ("no" if wanted == "firstNo" else wanted):
            yield Violation(last, Phrase("{key} of <ec> is not that of its <sc>", key=key))


def _end(element: etree._Element) -> Iterator[Violation]:
    apart = element.get("isolated") == "yes"
    if apart != ("id" in element.attrib) or apart == ("startRef" in element.attrib):
        yield Violation(element, "<ec> has an id where it stands apart (isolated), else a startRef")
    if not apart and "dir" in element.attrib:
        yield Violation(element, "<ec> has a dir only where it stands apart (isolated)")
