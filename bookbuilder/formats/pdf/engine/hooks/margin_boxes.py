"""Makes the margin boxes of a page for both sides of the sheet; see `margin_boxes` of the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bookbuilder.formats.pdf.engine.part import PartState
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope


def _make_margin_boxes(_: Callable[..., Any], part: PartState) -> Callable[..., Any]:
    maker = part.furniture

    def make_margin_boxes(context: Any, page: Any, state: Any) -> Iterator[Any]:
        if not maker.sides:
            maker.before = maker.blank(context, context.page_maker[0][3])
        maker.furnish(context, page, state)
        maker.last_strings = {
            name: values[max(values)][-1] for name, values in context.string_set.items() if values
        }
        return iter(())

    return make_margin_boxes


def _create_anonymous_boxes(theirs: Callable[..., Any], part: PartState) -> Callable[..., Any]:
    def create_anonymous_boxes(box: Any) -> Any:
        complete = theirs(box)
        return part.numbers.split_texts(complete) if part.furniture.making else complete

    return create_anonymous_boxes


def _first_page(theirs: Callable[..., Any], part: PartState) -> Callable[..., Any]:
    def initialize_page_maker(context: Any, root_box: Any) -> None:
        theirs(context, root_box)
        resume, following, _, state, remake_state = context.page_maker[0]
        if part.job.first is not None:  # a page counts itself when it is laid out
            state[1]["page"] = [part.job.first - 1]
            state[2][-1].add("page")
        context.page_maker[0] = (resume, following, part.job.right, state, remake_state)

    return initialize_page_maker


def _named_string(theirs: Callable[..., Any], part: PartState) -> Callable[..., Any]:
    def get_string_or_element_for(context: Any, store: Any, page: Any, name: str, keyword: str) -> Any:
        own = theirs(context, store, page, name, keyword)
        return part.furniture.string(context, store, name, keyword, own)

    return get_string_or_element_for


PATCH = Patch(
    "Margin boxes are made for both sides of the sheet, with page numbers and the strings of earlier parts left open.",
    Kind.HOOK,
    (
        Change("weasyprint.layout.page:make_margin_boxes", "4a2d2e301eb3bc47", _make_margin_boxes),
        Change(
            "weasyprint.formatting_structure.build:create_anonymous_boxes",
            "f1e76cc779a89855",
            _create_anonymous_boxes,
        ),
        Change("weasyprint.layout:initialize_page_maker", "5bb3c878d722af53", _first_page),
        Change(
            "weasyprint.layout:LayoutContext.get_string_or_element_for", "f40ec28ae3470c6e", _named_string
        ),
    ),
    Scope.PART,
)
