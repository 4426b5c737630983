"""Keeps a footnote on the page of its call.

When the first lines of a paragraph do not fit, WeasyPrint 70.0 makes room for them by sending the page's last footnote to
the next page (`layout/block.py`, `_linebox_layout`). A book moves the lines instead. WeasyPrint itself does so inside a
column; so that function gets a context that claims to be in one, and the function that makes its lines does not.

It also takes a note for one that has no room where only rounding makes the sum of the heights of the notes larger than the
height of their area, which is that sum: then the note, and a page that is nearly empty, stood elsewhere. An area overflows
only if a style sheet limits its height.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.pages.note_heights import has_no_room
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.layout import LayoutContext


class _InColumn:
    """The context of a layout, which claims that a column is laid out."""

    in_column = True

    def __init__(self, context: LayoutContext) -> None:
        self.context = context

    # There is no `__setattr__`: `_linebox_layout` of WeasyPrint 70.0 sets nothing on its context.
    def __getattr__(self, name: str) -> object:
        return getattr(self.context, name)


def _lay_out_lines(theirs: Function) -> Function:
    def ours(context: LayoutContext, *given: object) -> object:
        return theirs(_InColumn(context), *given)

    return ours


def _iterate_lines(theirs: Function) -> Function:
    def ours(context: LayoutContext | _InColumn, *given: object) -> object:
        return theirs(context.context if isinstance(context, _InColumn) else context, *given)

    return ours


def _update_area(theirs: Function) -> Function:
    def update(context: LayoutContext) -> bool:
        return has_no_room(context, overflows=bool(theirs(context)))

    return update


PATCH = Patch(
    "Lines that have no room go to the next page, where WeasyPrint sends the last note of the page there; and a note that"
    " has room stays.",
    Kind.FIX,
    (
        Change("weasyprint.layout.block:_linebox_layout", "e07bbe000974787e", _lay_out_lines),
        Change("weasyprint.layout.inline:iter_line_boxes", "04aec48abfcad809", _iterate_lines),
        Change("weasyprint.layout:LayoutContext._update_footnote_area", "2e317e4b066fb80c", _update_area),
    ),
    upstream=("footnote-policy",),
)
