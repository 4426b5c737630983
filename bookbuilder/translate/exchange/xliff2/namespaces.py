"""The namespaces of XLIFF 2 and its modules, and helpers to walk a document."""

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
"""The modules that are validated. ITS is allowed like any extension."""
PREFIXES = {prefix: namespace for namespace, prefix in MODULES.items()}
PARTS = ("segment", "ignorable")
CODES = ("ph", "pc", "sc", "ec")


@dataclass(frozen=True, slots=True)
class Violation:
    """A violation of the standard, and the element that has it."""

    element: etree._Element
    problem: str


@cache
def tag(name: str, prefix: str = "") -> str:
    """Return the qualified name of an element, or of a module's attribute."""
    return f"{{{PREFIXES[prefix] if prefix else CORE}}}{name}"


def short_name(element: etree._Element) -> str:
    """Return the short name of an element: `unit` (core), `mda:meta` (module), `other` (anything else)."""
    return _named(str(element.tag))


@lru_cache(1024)
def _named(tag: str) -> str:
    qualified = etree.QName(tag)
    if qualified.namespace == CORE:
        return qualified.localname
    prefix = MODULES.get(qualified.namespace or "")
    return f"{prefix}:{qualified.localname}" if prefix else "other"


def inline_elements(side: etree._Element) -> Iterator[etree._Element]:
    """Yield the inline elements of a source or target, in reading order."""
    for element in side.iter(f"{{{CORE}}}*"):
        if element is not side:
            yield element


def parts(unit: etree._Element) -> Iterator[etree._Element]:
    """Yield the segments and ignorables of a unit."""
    return (child for child in unit.iterchildren(tag("segment"), tag("ignorable")))


def sides(unit: etree._Element, which: str) -> Iterator[etree._Element]:
    """Yield the sources, or the targets, of a unit."""
    for part in parts(unit):
        yield from part.iterchildren(tag(which))


def ancestor(element: etree._Element, which: str) -> etree._Element | None:
    """Return the nearest ancestor with a name."""
    return next(element.iterancestors(tag(which)), None)
