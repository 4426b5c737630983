"""Finds the elements of a page of HTML that read as they did before, and takes those that are known.

So an element that has not changed is the same object in every layout, and what was made of it is found by it.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


def with_known_elements(known: HtmlElement, new: HtmlElement) -> HtmlElement:
    """Return a tree of elements that reads like `new`, with elements of `known` where these are the same; both are changed
    for that. Elements above a change are the same as long as their own text and attributes are."""
    if not _is_alike(known, new):
        return new
    before, after = list(known), list(new)
    first = 0
    while first < min(len(before), len(after)) and _reads_same(before[first], after[first]):
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and _reads_same(before[-1 - last], after[-1 - last]):
        last += 1
    changed = after[first : len(after) - last]
    replaced = before[first : len(before) - last]
    if len(changed) == len(replaced):
        changed = [with_known_elements(*pair) for pair in zip(replaced, changed, strict=True)]
    known[first : len(before) - last] = changed
    return known


def _is_alike(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements differ in nothing but the elements inside them."""
    return (
        one.tag == other.tag
        and one.attrib == other.attrib
        and one.text == other.text
        and one.tail == other.tail
    )


def _reads_same(one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two elements are the same with all that is in them."""
    return all(
        left is not None and right is not None and _is_alike(left, right) and len(left) == len(right)
        for left, right in zip_longest(one.iter(), other.iter())
    )
