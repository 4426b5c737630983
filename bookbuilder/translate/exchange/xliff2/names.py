"""Names the namespaces of XLIFF 2 and its modules, and what a document is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from lxml import etree

CORE = "urn:oasis:names:tc:xliff:document:2.0"
"""The namespace of XLIFF 2.0 and 2.1."""
XML = "http://www.w3.org/XML/1998/namespace"
MODULES = {
    "urn:oasis:names:tc:xliff:matches:2.0": "mtc",
    "urn:oasis:names:tc:xliff:glossary:2.0": "gls",
    "urn:oasis:names:tc:xliff:fs:2.0": "fs",
    "urn:oasis:names:tc:xliff:metadata:2.0": "mda",
    "urn:oasis:names:tc:xliff:resourcedata:2.0": "res",
    "urn:oasis:names:tc:xliff:changetracking:2.0": "ctr",
    "urn:oasis:names:tc:xliff:sizerestriction:2.0": "slr",
    "urn:oasis:names:tc:xliff:validation:2.0": "val",
}
"""The modules whose rules are known. Those of ITS are let through, as extensions are."""
PREFIXES = {prefix: namespace for namespace, prefix in MODULES.items()}
PARTS = ("segment", "ignorable")
CODES = ("ph", "pc", "sc", "ec")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that the standard does not allow, and the element at which it is."""

    element: etree._Element
    problem: str


@cache
def tag(name: str, prefix: str = "") -> str:
    """Return the full name of an element, or of an attribute of a module."""
    return f"{{{PREFIXES[prefix] if prefix else CORE}}}{name}"


def name(element: etree._Element) -> str:
    """Return the name of an element: `unit` of the core, `mda:meta` of a module, and `other` of anything else."""
    return _named(str(element.tag))


@lru_cache(1024)
def _named(tag: str) -> str:
    qualified = etree.QName(tag)
    if qualified.namespace == CORE:
        return qualified.localname
    prefix = MODULES.get(qualified.namespace or "")
    return f"{prefix}:{qualified.localname}" if prefix else "other"


def inline(side: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands in a source or target, in reading order."""
    for element in side.iter(f"{{{CORE}}}*"):
        if element is not side:
            yield element


def parts(unit: etree._Element) -> Iterator[etree._Element]:
    """Yield the segments of a unit and what stands between them."""
    return (child for child in unit.iterchildren(tag("segment"), tag("ignorable")))


def sides(unit: etree._Element, which: str) -> Iterator[etree._Element]:
    """Yield the sources, or the targets, of a unit."""
    for part in parts(unit):
        yield from part.iterchildren(tag(which))


def outer(element: etree._Element, which: str) -> etree._Element | None:
    """Return the nearest element around another one that has a name."""
    return next(element.iterancestors(tag(which)), None)
