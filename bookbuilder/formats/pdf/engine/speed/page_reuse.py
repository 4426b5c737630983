"""Takes pages from the layout before; see `page_reuse` of the engine. Which boxes are alike is told by the models of their
styles, so it needs `style_cache`."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from bookbuilder.formats.pdf.engine.page_reuse.kept_page import KeptPage, kept_page
from bookbuilder.formats.pdf.engine.part import PartState
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope


def _make_page(theirs: Callable[..., Any], part: PartState) -> Callable[..., Any]:
    reuse = part.reuse

    def make_page(context: Any, root: Any, page_type: Any, start: Any, page_number: int, state: Any) -> Any:
        if reuse is None:
            return theirs(context, root, page_type, start, page_number, state)
        if page_number == 1:
            reuse.begin(context, root)
        taken = reuse.taken(context, page_type, start, state, part.starts.reading)
        if taken is not None:
            return taken.box, taken.end, dict(taken.next_page)
        before = copy.deepcopy(state)
        box, end, next_page = theirs(context, root, page_type, start, page_number, state)
        made = KeptPage(
            box, tuple(box.children), page_type, start, end, dict(next_page), before, copy.deepcopy(state)
        )
        reuse.keep(context, made)
        return box, end, next_page

    return make_page


def _layout_backgrounds(theirs: Callable[..., Any], _: PartState) -> Callable[..., Any]:
    def layout_backgrounds(page: Any, get_image_from_uri: Any) -> Any:
        kept = kept_page(page)
        return None if kept and kept.drawn else theirs(page, get_image_from_uri)

    return layout_backgrounds


PATCH = Patch(
    "A page of a part that is laid out again is the one of the last time if nothing that it is made of has changed.",
    Kind.SPEED,
    (
        Change("weasyprint.layout.page:make_page", "656f183328e8b1b5", _make_page),
        Change("weasyprint.layout.background:layout_backgrounds", "5d7d4d589e3d8a33", _layout_backgrounds),
    ),
    Scope.PART,
    needs=("style_cache",),
)
