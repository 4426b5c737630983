"""Lays out each footnote of a page once.

WeasyPrint 70.0 lays out all notes of a page again with every note that is added or taken back, to know how high their area
is (`layout/__init__.py`, `_update_footnote_area`), and once more when the page is done. Here what was laid out for a page is
kept, and taken again for a note that stands at the same height, after the same margins: also by the finished page, if no
other note came before it meanwhile. So every position is the one that WeasyPrint computes, to the last bit. It compares such
positions exactly, and moves a note to the next page if one is larger.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.pages.completed_notes import completed
from bookbuilder.formats.pdf.engine.pages.note_heights import has_no_room
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder

    _InFlowLayout = Callable[..., block.InFlowLayout]
    _Given = tuple[
        list[boxes.Box], bool, list[AbsolutePlaceholder], list[AbsolutePlaceholder], list[float], float, float,
        block.SkipStack, object, object, bool, object, int | None,
    ]  # fmt: skip
    """The arguments of `_in_flow_layout` behind the child: the children before it, whether the page is empty, the boxes that
    are positioned later (two lists), the margins that adjoin its own, …, and how many lines are left."""

_BREAKABLE = (boxes.BlockLevelBox, boxes.TableRowGroupBox, boxes.TableRowBox)
_UNFORCED = ("auto", "avoid", "avoid-page", "avoid-column")
"""Values of `break-before` and `break-after` that end no page."""


@dataclass(frozen=True, slots=True, eq=False)
class NoteBox:
    """The box of a note before it is laid out, and an empty one that stands for it where it was laid out before; None if
    its layout changes more than its own boxes."""

    box: boxes.Box
    empty: boxes.Box | None = None


_Key = tuple[NoteBox, float, bool, tuple[float, ...]]
"""A note, the height at which it stands in px, whether it is the first, and the margins that adjoin its own."""


@dataclass(frozen=True, slots=True, eq=False)
class _LaidOut:
    """A note that was laid out; an empty box of the same size; and what WeasyPrint's function returned and changed: where
    the next note stands, the margins that adjoin its own, those that were given, and the boxes that are positioned later."""

    box: boxes.Box
    empty: boxes.Box
    position_y: float
    margins: tuple[float, ...]
    next_page: Mapping[str, str | None]
    given_margins: tuple[float, ...]
    positioned: tuple[AbsolutePlaceholder, ...]

    def put(self, box: boxes.Box, index: int, given: _Given) -> block.InFlowLayout:
        """Return what WeasyPrint's function does, and change what it changes; `box` is one of the two."""
        new_children, _, absolute_boxes, _, margins, *_ = given
        box.index = index
        new_children.append(box)
        absolute_boxes.extend(self.positioned)
        margins[:] = self.given_margins
        return False, False, None, self.position_y, [*self.margins], {**self.next_page}, new_children, None


@dataclass(slots=True, eq=False)
class NoteLayouts:
    """What was laid out for a page. `measuring`: an area is laid out for its height alone."""

    known: dict[_Key, _LaidOut] = field(default_factory=dict)
    measuring: bool = False


def _note(box: boxes.Box) -> NoteBox | None:
    """Return the note of a box; None if its layout changes more than its own boxes."""
    note = marks(box).note
    if note is None:
        note = NoteBox(box, _without_children(box) if _is_plain(box) else None)
        mark(box).note = note
        if note.empty is not None:
            mark(note.empty).note = note
    return note if note.empty is not None else None


def _without_children(box: boxes.Box) -> boxes.Box:
    copy = box.copy()
    copy.children = []
    return copy


def _is_plain(note: boxes.Box) -> bool:
    """Whether the layout of a note changes nothing but its own boxes, and no page ends before, in or after it."""
    page = note.style["page"]
    return (
        type(note) is boxes.BlockBox
        and note.style["position"] == "static"
        and note.page_values() == (page, page)
        and all(map(_is_plain_part, note.descendants()))
    )


def _is_plain_part(box: boxes.Box) -> bool:
    if isinstance(box, boxes.TextBox):
        return True
    style = box.style
    if box.footnote or box.note or box.is_floated() or box.is_running() or box.is_note():
        return False
    if (
        isinstance(box, boxes.BlockContainerBox)
        and not style["column_width"] == style["column_count"] == "auto"
    ):
        return False
    return not isinstance(box, _BREAKABLE) or (
        style["break_before"] in _UNFORCED and style["break_after"] in _UNFORCED
    )


def _update_area(theirs: Function) -> Function:
    def update(context: LayoutContext) -> bool:
        """Set the height of the note area and the bottom of the page; return whether the last note has no room."""
        area = context.current_footnote_area
        notes = [_note(box) for box in context.current_page_footnotes]
        plain = [note for note in notes if note is not None]
        if not plain or len(plain) < len(notes):
            return bool(theirs(context))
        # From here on as `_update_footnote_area` of WeasyPrint 70.0, step by step.
        if area.height != "auto" and not context.in_column:
            context.page_bottom += area.margin_height()
        area.children = context.current_page_footnotes
        laid_out = _measured(context, area, plain)
        area.height = laid_out.height
        if not context.in_column:
            context.page_bottom -= laid_out.margin_height()
        last = laid_out.children[-1]
        end = last.position_y + last.margin_height() - last.margin_bottom
        bottom = laid_out.position_y + laid_out.margin_height() - laid_out.margin_bottom
        # And as its correction (`fixes/footnotes`): without a limit, only rounding makes it overflow.
        return has_no_room(context, overflows=bool(end > bottom))

    return update


def _measured(context: LayoutContext, area: boxes.FootnoteAreaBox, notes: list[NoteBox]) -> boxes.Box:
    """Return a note area that was laid out, of which only its own place and that of its children are right."""
    layouts = marks(area).note_layouts
    if layouts is None:
        layouts = mark(area).note_layouts = NoteLayouts()
    copy = area.copy()
    copy.children = [note.empty for note in notes if note.empty is not None]
    positioned: list[AbsolutePlaceholder] = []
    layouts.measuring = True
    try:
        laid_out = block.block_level_layout(
            context, copy, -inf, None, area.page, absolute_boxes=positioned, fixed_boxes=positioned
        )[0]
    finally:
        layouts.measuring = False
    assert laid_out is not None, "an area on a page without end is laid out"
    return laid_out


def _in_flow_layout(theirs: _InFlowLayout) -> _InFlowLayout:
    def in_flow_layout(
        context: LayoutContext, box: boxes.Box, index: int, child: boxes.Box, *given: *_Given
    ) -> block.InFlowLayout:
        layouts = marks(box).note_layouts
        note = None if layouts is None else marks(child).note
        if layouts is None or note is None or note.empty is None:
            return theirs(context, box, index, child, *given)
        key = _key(context, box, note, child, given)
        if not layouts.measuring:
            known = None if key is None else layouts.known.pop(key, None)
            return known.put(known.box, index, given) if known else theirs(context, box, index, child, *given)
        known = None if key is None else layouts.known.get(key)
        if known is None:
            complete = completed(context, note.box)
            complete.position_x, complete.position_y = child.position_x, child.position_y
            return _laid_out(partial(theirs, context, box, index, complete), given, layouts, key)
        return known.put(known.empty, index, given)

    return in_flow_layout


def _key(
    context: LayoutContext, area: boxes.Box, note: NoteBox, child: boxes.Box, given: _Given
) -> _Key | None:
    """Return the key by which the layout of a note is kept; None if the layout depends on more."""
    new_children, _, absolute_boxes, fixed_boxes, margins, *_, max_lines = given
    beside_float = any(
        shape.position_y + shape.margin_height() > area.position_y for shape in context.excluded_shapes
    )
    if beside_float or absolute_boxes is not fixed_boxes or max_lines is not None:
        return None
    return note, child.position_y, not new_children, tuple(margins)


def _laid_out(
    theirs: _InFlowLayout, given: _Given, layouts: NoteLayouts, key: _Key | None
) -> block.InFlowLayout:
    """Lay out a note, keep that, and return what WeasyPrint's function does."""
    new_children, _, absolute_boxes, _, given_margins, *_ = given
    before = len(absolute_boxes)
    result = theirs(*given)
    abort, stop, resume_at, position_y, margins, next_page, _, max_lines = result
    if key is not None and not (abort or stop or resume_at or max_lines is not None):
        box = new_children[-1]
        layouts.known[key] = _LaidOut(
            box, _without_children(box), position_y, (*margins,), {**next_page}, (*given_margins,),
            (*absolute_boxes[before:],),
        )  # fmt: skip
    return result


PATCH = Patch(
    "A footnote is laid out once for a page, where WeasyPrint lays out all notes of the page again for each that is added.",
    Kind.SPEED,
    (
        Change("weasyprint.layout:LayoutContext._update_footnote_area", "2e317e4b066fb80c", _update_area),
        Change("weasyprint.layout.block:_in_flow_layout", "c2537262836dd981", _in_flow_layout),
    ),
)
