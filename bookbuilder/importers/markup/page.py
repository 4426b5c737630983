"""A page within a manuscript of pages: where links lead, which elements are notes, which anchors are referred to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from lxml import etree

from bookbuilder.importers.safe_xml import local

_NOTE_TYPES = {"footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"}
_NOTE_LISTS = {"footnotes", "endnotes", "rearnotes", "doc-endnotes", "doc-footnotes"}
_NOTE_CLASSES = {"footnote", "footnote-item", "footnotebody", "fn", "endnote"}


@dataclass(frozen=True)
class MarkupPage:
    """A page: its path in the source, and its root element. `names` are all pages, for links between them."""

    path: str
    root: etree._Element
    names: frozenset[str] = frozenset()

    def target(self, href: str) -> str | None:
        """Return the place in the manuscript that an address leads to, `path#id` or `path`; None if it is outside.

        >>> MarkupPage("text/a.xhtml", None, frozenset({"text/b.xhtml"})).target("b.xhtml#x")
        'text/b.xhtml#x'
        """
        try:
            parts = urlsplit(href.strip())
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return None
        path, anchor = unquote(parts.path), unquote(parts.fragment)
        place = resolved(self.path, path) if path else self.path
        if place not in self.names and place != self.path:
            return None
        return f"{place}#{anchor}" if anchor else place


def resolved(base: str, path: str) -> str:
    """Return a path that is relative to the folder of another one, within the source."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path)).lstrip("/")


@dataclass(frozen=True)
class PageLinks:
    """What the pages of a manuscript refer to: `anchors` by `path#id`, and the elements that are notes by the same."""

    anchors: frozenset[str] = frozenset()
    notes: Mapping[str, etree._Element] = field(default_factory=dict)
    calls: frozenset[str] = frozenset()

    def note_of(self, element: etree._Element) -> bool:
        """Whether an element is a note that something calls."""
        return any(element is note for note in self.notes.values())


def kinds(element: etree._Element) -> set[str]:
    """Return what an element says it is: `epub:type`, `role`."""
    found: set[str] = set()
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] in ("type", "role", "epub:type"):
            found.update(str(value).split())
    return found


def classes(element: etree._Element) -> set[str]:
    """Return the classes of an element."""
    return set(element.get("class", "").split())


def page_links(pages: Iterable[MarkupPage]) -> PageLinks:
    """Return the anchors and notes that pages refer to."""
    pages = tuple(pages)
    anchors: set[str] = set()
    calls: set[str] = set()
    for page in pages:
        for link in _links(page.root):
            target = page.target(link.get("href", ""))
            if target is not None:
                anchors.add(target)
                if kinds(link) & {"noteref", "doc-noteref"} or classes(link) & {
                    "footnote-ref",
                    "noteref",
                    "footnoteRef",
                }:
                    calls.add(target)
    notes: dict[str, etree._Element] = {}
    for page in pages:
        for element in page.root.iter():
            if isinstance(element.tag, str) and _is_note(element):
                for inner in element.iter():
                    key = (
                        f"{page.path}#{identifier(inner)}"
                        if isinstance(inner.tag, str) and identifier(inner)
                        else ""
                    )
                    if (
                        key in anchors
                        and key not in notes
                        and (inner is element or local(inner) in ("a", "p", "span"))
                    ):
                        notes[key] = element
    by_call = {key for key in calls if key not in notes}
    for page in pages:
        for element in page.root.iter():
            if isinstance(element.tag, str) and (key := f"{page.path}#{identifier(element)}") in by_call:
                container = element if local(element) not in ("a", "span", "sup") else element.getparent()
                if container is not None:
                    notes[key] = container
    return PageLinks(frozenset(anchors), notes, frozenset(calls))


def identifier(element: etree._Element) -> str:
    """Return the id of an element, or the name of an old anchor."""
    return element.get("id", "") or (element.get("name", "") if local(element) == "a" else "")


def is_note_list(element: etree._Element) -> bool:
    """Whether an element is a list of notes."""
    return bool(kinds(element) & _NOTE_LISTS or classes(element) & {"footnotes", "endnotes"})


def parent_name(element: etree._Element) -> str:
    """Return the name of the element around another; empty for the root."""
    parent = element.getparent()
    return "" if parent is None else local(parent)


def _links(root: etree._Element) -> Iterator[etree._Element]:
    return (one for one in root.iter() if local(one) == "a" and one.get("href"))


def _is_note(element: etree._Element) -> bool:
    name = local(element)
    if name in ("a", "sup", "span", "section", "ol", "ul", "body"):
        return False
    if kinds(element) & _NOTE_TYPES or (
        classes(element) & _NOTE_CLASSES and name in ("aside", "div", "li", "p")
    ):
        return True
    if name == "li":
        around = element.getparent()
        while around is not None and local(around) in ("ol", "ul", "div", "section"):
            if is_note_list(around):
                return True
            around = around.getparent()
    return name == "div" and element.get("id", "").startswith(("ftn", "edn"))
