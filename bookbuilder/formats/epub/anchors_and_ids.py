"""Adds anchors for links, and stable ids for every block, to the documents of an e-book.

A Kobo shows the target of a link as a pop-up note if it is a block of 9 to 5,000 characters, so links lead to empty anchors.
With ids, readers find bookmarks again after an update (EPUB CFI 1.1, 3.3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
HOLDERS = frozenset((
    "aside", "blockquote", "caption", "dd", "details", "div", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "li", "p", "pre", "section", "td", "th",
))  # fmt: skip
"""Elements that may begin with an anchor; others get it before them."""
BLOCKS = frozenset((
    "aside", "blockquote", "dd", "details", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "table", "ul",
))  # fmt: skip
NUMBERED = frozenset(("backlink", "label", "locators", "noteref", "number", "ref"))
"""Classes of elements with generated text, which changes when something else in the book does."""
LETTERS = 40


def add_anchors(targets: Collection[str]) -> Callable[[etree._Element], None]:
    """Return a function that moves the ids of link targets to empty anchors in or before them."""

    def change(root: etree._Element) -> None:
        body = root.find(f"{XHTML}body")
        for element in list(body.iter(etree.Element)) if body is not None else ():
            if element.get("id") not in targets:
                continue
            # It is an empty anchor already.
            if not len(element) and not element.text:
                continue
            anchor = etree.Element(f"{XHTML}span", id=element.attrib.pop("id"))
            anchor.text = ""  # forces an end tag, which HTML parsers need
            if _name(element) in HOLDERS:
                holder = anchor_holder(element)
                anchor.tail, holder.text = holder.text, None
                holder.insert(0, anchor)
            else:
                element.addprevious(anchor)
                if element.tag == anchor.tag and not element.attrib:
                    _unwrap(element)

    return change


def anchor_holder(element: etree._Element) -> etree._Element:
    """Return what an anchor or a page break is put into: of a figure its caption, if that comes first, for nothing may
    stand before it (HTML, 4.4.12)."""
    if _name(element) == "figure" and len(element) and _name(element[0]) == "figcaption":
        return element[0]
    return element


def _unwrap(element: etree._Element) -> None:
    """Replace an element by its contents; something stands before it."""
    before, children = element.getprevious(), list(element)
    assert before is not None
    before.tail = (before.tail or "") + (element.text or "")
    for child in children:
        element.addprevious(child)  # moves its tail as well
        before = child
    before.tail = (before.tail or "") + (element.tail or "")
    element.tail = None
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def add_block_ids(root: etree._Element) -> None:
    """Give each block without an id one that is derived from its first letters, or those of the next text if it is empty;
    duplicates are numbered."""
    body = root.find(f"{XHTML}body")
    if body is None:
        return
    elements = list(body.iter(etree.Element))
    taken = {element.get("id") for element in elements}
    following = ""
    named: list[tuple[etree._Element, str]] = []
    for element in reversed(elements):
        if _name(element) in BLOCKS:
            own = _letters(element)
            following = own or following
            if not element.get("id"):
                named.append((element, following))
    last: dict[str, int] = {}
    for element, letters in reversed(named):
        text = f"{_name(element)} {letters}"
        wanted = uid = f"b-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        number = last.get(wanted, 1)
        while uid in taken:
            number += 1
            uid = f"{wanted}-{number}"
        # Many blocks may begin alike, and counting each from 1 would take quadratic time.
        last[wanted] = number
        taken.add(uid)
        element.set("id", uid)


def _letters(element: etree._Element) -> str:
    """Return the first letters and digits of an element, without generated text."""
    result = ""
    for text in _texts(element):
        result += "".join(filter(str.isalnum, text.casefold()))
        if len(result) >= LETTERS:
            break
    return result[:LETTERS]


def _texts(element: etree._Element) -> Iterator[str]:
    if not NUMBERED.isdisjoint((element.get("class") or "").split()):
        return
    if element.tag == f"{XHTML}img":
        yield (element.get("src") or "").rsplit("/", 1)[-1]
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or ""


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
