"""Leaves page numbers open that a style sheet puts into running text: `.where::after { content: counter(page) }`.

WeasyPrint writes such a number when the page is known, and lays the page out again. A part does not know the numbers of its
pages, so the number becomes a slot for the linker to fill, as in margin boxes. It is given room for the figures that it will
have, which takes a second layout only where the part goes on from page 9 to 10 or from 99 to 100. The number of pages of the
book is written as it is: a part that prints it is laid out again when the book has another length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.numbers.deferred_numbers import (
    DeferredNumber,
    DeferredNumbers,
    RunningCounter,
)
from bookbuilder.formats.pdf.engine.numbers.margin_boxes import FurnitureMaker, count
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch, Scope
from bookbuilder.formats.pdf.engine.setup.part_state import PartState

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.css.counters import CounterStyle
    from weasyprint.css.targets import TargetCollector
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import Box, PageBox
    from weasyprint.layout import LayoutContext

_COUNTERS = ("counter()", "counters()")


def _content_to_boxes(theirs: Callable[..., list[Box]], part: PartState) -> Function:
    numbers = part[DeferredNumbers]

    def content_to_boxes(
        style: Style,
        parent_box: Box,
        quote_depth: list[int],
        counter_values: dict[str, list[int]],
        get_image_from_uri: Function,
        target_collector: TargetCollector,
        counter_style: CounterStyle,
        context: LayoutContext | None = None,
        page: PageBox | None = None,
    ) -> list[Box]:
        rest = (get_image_from_uri, target_collector, counter_style, context, page)
        used = _used_counters(style)
        if context or page or not {value[0] for value in used} & {"page", "pages"}:
            return theirs(style, parent_box, quote_depth, counter_values, *rest)
        # A style sheet may count something of that name.
        own = parent_box.cached_counter_values or counter_values
        if any(value[0] == "pages" for value in used) and "pages" not in own:
            numbers.prints_page_count = True
            counter_values = {**counter_values, "pages": [numbers.page_count]}
        page_numbers = [value for value in used if value[0] == "page" and "page" not in counter_values]
        numbers.depends_on_number |= bool(page_numbers)
        if not page_numbers or not all(
            numbers.ten_digits(counter_style, value[-1]) for value in page_numbers
        ):
            # It is written when the page is known.
            return theirs(style, parent_box, quote_depth, counter_values, *rest)
        with numbers.left_open(counter_style):
            counter_values = {**counter_values, "page": [RunningCounter(0)]}
            return theirs(style, parent_box, quote_depth, counter_values, *rest)

    return content_to_boxes


def _used_counters(style: Style) -> list[tuple[object, ...]]:
    """Return what `content` says of the counters that it prints: their names first, their styles last."""
    content = style["content"]
    return [] if isinstance(content, str) else [value for kind, value in content if kind in _COUNTERS]


def needed_rooms(document: Document, maker: FurnitureMaker, first: int | None) -> dict[int, int]:
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


def _running_numbers(page: PageBox) -> Iterator[DeferredNumber]:
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
