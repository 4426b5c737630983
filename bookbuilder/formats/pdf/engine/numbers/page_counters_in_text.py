"""Leaves page numbers open that a style sheet puts into running text: `.where::after { content: counter(page) }`.

WeasyPrint writes such a number when the page is known, and lays the page out again. A part does not know the numbers of its
pages, so the number becomes a slot for the linker to fill, as in margin boxes. It is given room for the figures that it will
have, which takes a second layout only where the part goes on from page 9 to 10 or from 99 to 100. The number of pages of the
book is written as it is: a part that prints it is laid out again when the book has another length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.numbers.deferred_numbers import (
    DeferredNumber,
    DeferredNumbers,
    RunningCounter,
)
from bookbuilder.formats.pdf.engine.numbers.margin_boxes import FurnitureMaker, count
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState

_COUNTERS = ("counter()", "counters()")


def _content_to_boxes(theirs: Function, part: PartState) -> Function:
    numbers = part[DeferredNumbers]

    def content_to_boxes(style: Any, box: Any, *given: Any, **page: Any) -> Any:
        return _content(theirs, numbers, style, box, *given, **page)

    return content_to_boxes


def _content(
    theirs: Function, numbers: DeferredNumbers, style: Any, box: Any, *given: Any, **page: Any
) -> Any:
    """Return the boxes that WeasyPrint makes of `content`, with page numbers left open if they are in running text."""
    quotes, values, image, targets, counters, *rest = given
    used = [value for kind, value in _content_list(style) if kind in _COUNTERS]
    if any(rest) or any(page.values()) or not {value[0] for value in used} & {"page", "pages"}:
        return theirs(style, box, *given, **page)
    own = box.cached_counter_values or values  # a style sheet may count something of that name
    if any(value[0] == "pages" for value in used) and "pages" not in own:
        numbers.prints_page_count = True
        values = {**values, "pages": [numbers.page_count]}
    page_numbers = [value for value in used if value[0] == "page" and "page" not in values]
    numbers.depends_on_number |= bool(page_numbers)
    if not page_numbers or not all(numbers.ten_digits(counters, value[-1]) for value in page_numbers):
        # It is written when the page is known.
        return theirs(style, box, quotes, values, image, targets, counters, *rest, **page)
    with numbers.left_open(counters):
        values = {**values, "page": [RunningCounter(0)]}
        return theirs(style, box, quotes, values, image, targets, counters, *rest, **page)


def _content_list(style: Any) -> list[tuple[str, Any]]:
    content = style["content"]
    return [] if isinstance(content, str) else list(content)


def needed_rooms(document: Any, maker: FurnitureMaker, first: int | None) -> dict[int, int]:
    """Return how many figures each number in the running text has, by its index among the numbers of the part.

    Empty if the number of the first page is not known.
    """
    if first is None:
        return {}
    rooms: dict[int, int] = {}
    page_number = first
    for at, page in enumerate(document.pages):
        if at:
            page_number = count(page_number, maker.counters[page._page_box])
        for number in _running_numbers(page._page_box):
            rooms.setdefault(number.index, len(str(page_number)))
    return rooms


def _running_numbers(page: Any) -> Iterator[DeferredNumber]:
    for box in page.descendants(placeholders=True):
        number = marks(box).number
        if number is not None and number.running:
            yield number


PATCH = Patch(
    "A page number that `content` puts into the text becomes a slot for the linker to fill.",
    Kind.HOOK,
    (
        Change(
            "weasyprint.formatting_structure.build:content_to_boxes", "a4b18a5a0b5083d6", _content_to_boxes
        ),
    ),
    Scope.PART,
)
