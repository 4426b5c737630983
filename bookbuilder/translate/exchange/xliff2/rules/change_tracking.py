"""Checks the change tracking module (an extension since 2.1): what its revisions refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from bookbuilder.phrases import Phrase
from bookbuilder.translate.exchange.xliff2.namespaces import CORE, Violation, short_name, tag


def of_document(root: etree._Element) -> Iterator[Violation]:
    """Check the revisions of all elements."""
    contents: dict[etree._Element, _Inner] = {}
    for tracked in root.iter(tag("changeTrack", "ctr")):
        around = tracked.getparent()
        if around is None:
            continue
        if around not in contents:
            contents[around] = _inner(around)
        for revisions in tracked.iterchildren(tag("revisions", "ctr")):
            yield from _revisions(revisions, contents[around])


@dataclass(frozen=True, slots=True)
class _Inner:
    """The descendants of an element: by id, counted by name, and the names of those with ids."""

    named: Mapping[str, etree._Element]
    count: Counter[str]
    with_id: Collection[str]


def _inner(around: etree._Element) -> _Inner:
    result = [element for element in around.iter(f"{{{CORE}}}*") if element is not around]
    return _Inner(
        {element.get("id", ""): element for element in reversed(result) if "id" in element.attrib},
        Counter(short_name(element) for element in result),
        {short_name(element) for element in result if "id" in element.attrib},
    )


def _revisions(revisions: etree._Element, inner: _Inner) -> Iterator[Violation]:
    kind, reference = revisions.get("appliesTo", ""), revisions.get("ref")
    about: etree._Element | None = None
    if reference is not None:
        about = inner.named.get(reference)
        if about is None:
            yield Violation(
                revisions, Phrase("it refers to {reference}, which is not there", reference=reference)
            )
    else:
        if inner.count[kind] > 1 and kind in inner.with_id:
            yield Violation(
                revisions, Phrase("there are several <{kind}>, and no ref says which one it is", kind=kind)
            )
    for revision in revisions.iterchildren(tag("revision", "ctr")):
        seen: set[str] = set()
        for item in revision.iterchildren(tag("item", "ctr")):
            value = item.get("property", "")
            if value in seen:
                yield Violation(item, Phrase("a revision has {value} twice", value=value))
            seen.add(value)
            if value != "content" and about is not None and value not in about.attrib:
                yield Violation(item, Phrase("{value} is no attribute of what was changed", value=value))
