"""Leaves page numbers open that a style sheet puts into running text: `.where::after { content: counter(page) }`.

WeasyPrint writes such a number when the page is known, and lays the page out again. A part does not know its pages, so the
number becomes a place for the linker to fill, as in margin boxes. It is given room for the figures that it will have, which
takes a second layout only where the part goes on from page 9 to 10 or from 99 to 100. The number of all pages is written as
it is: a part that says it is laid out again when the book has another length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bookbuilder.formats.pdf.engine.deferred_numbers import Late, Number, Running
from bookbuilder.formats.pdf.engine.margin_boxes import Furnisher, count

_COUNTERS = ("counter()", "counters()")


def content(theirs: Callable[..., Any], late: Late, style: Any, box: Any, *given: Any, **page: Any) -> Any:
    """Return the boxes that WeasyPrint makes of `content`, with page numbers open if they are in running text."""
    quotes, values, image, targets, counters, *rest = given
    asked = [value for kind, value in _list(style) if kind in _COUNTERS]
    if any(rest) or any(page.values()) or not {value[0] for value in asked} & {"page", "pages"}:
        return theirs(style, box, *given, **page)
    own = box.cached_counter_values or values  # a style sheet may count something of that name
    if any(value[0] == "pages" for value in asked) and "pages" not in own:
        late.totals = True
        values = {**values, "pages": [late.total]}
    open_ones = [value for value in asked if value[0] == "page" and "page" not in values]
    late.exact |= bool(open_ones)
    if not open_ones or not all(late.figures(counters, value[-1]) for value in open_ones):
        # It is written when the page is known.
        return theirs(style, box, quotes, values, image, targets, counters, *rest, **page)
    with late.opened(counters):
        values = {**values, "page": [Running(0)]}
        return theirs(style, box, quotes, values, image, targets, counters, *rest, **page)


def _list(style: Any) -> list[tuple[str, Any]]:
    found = style["content"]
    return [] if isinstance(found, str) else list(found)


def rooms(document: Any, furnisher: Furnisher, first: int | None) -> dict[int, int]:
    """Return how many figures each number in the running text has, by its place among the numbers of the part.

    Empty if the number of the first page is not known.
    """
    if first is None:
        return {}
    found: dict[int, int] = {}
    number = first
    for at, page in enumerate(document.pages):
        if at:
            number = count(number, furnisher.counters[page._page_box])
        for one in _numbers(page._page_box):
            found.setdefault(one.place, len(str(number)))
    return found


def _numbers(page: Any) -> Iterator[Number]:
    for box in page.descendants(placeholders=True):
        number = getattr(box, "bookbuilder_number", None)
        if number is not None and number.running:
            yield number
