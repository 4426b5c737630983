"""Ends the lines of a title where its plan says (`layout.title_plan`).

WeasyPrint 70.0 fills a line with as many characters as there is room for. So a line of a title is given no more room than it
needs up to the place where it should end. A phrase without room on a line is parted as it is in running text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.layout.title_plan import (
    TitlePlan,
    is_planned_title,
    offset_of,
    title_plan,
)
from bookbuilder.formats.pdf.engine.marks import first_text, mark, marks
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack

_SLACK = 0.25
"""In em: how much more room a line gets than it should need; no character behind its end fits there."""
_TRIES = 12
"""How often a line is made until it ends where it should; the first try is right but for what stands between the letters."""


def _next_linebox(theirs: Function) -> Function:
    def get_next_linebox(
        context: LayoutContext, linebox: boxes.LineBox, position_y: float, bottom_space: float, skip_stack: SkipStack,
        containing_block: boxes.Box, absolute_boxes: list[Any], fixed_boxes: list[Any], *styles: object,
    ) -> object:  # fmt: skip
        def line_of(absolute: list[Any], fixed: list[Any]) -> Any:
            return theirs(
                context, linebox, position_y, bottom_space, skip_stack, containing_block, absolute, fixed, *styles
            )  # fmt: skip

        plan = _plan(context, linebox, containing_block) if is_planned_title(linebox.style) else None
        if plan is None:
            return line_of(absolute_boxes, fixed_boxes)
        before = list(absolute_boxes), list(fixed_boxes)

        def made(withheld: float) -> tuple[boxes.LineBox | None, SkipStack]:
            absolute_boxes[:], fixed_boxes[:] = before
            notes = first_text(context)
            notes.title_withheld = withheld
            try:
                found: tuple[boxes.LineBox | None, SkipStack] = line_of(absolute_boxes, fixed_boxes)
            finally:
                notes.title_withheld = None
            return found

        start = offset_of(linebox, skip_stack)
        room = plan.width - (linebox.text_indent if skip_stack is None else 0.0)

        def reached(resume: SkipStack) -> int:
            return len(plan.text) if resume is None else offset_of(linebox, resume)

        line, resume = made(0.0)
        # What fits is one line, also in a box that is exactly as wide as its text.
        if line is None or resume is None:
            return line, resume
        wanted = next((end for end in plan.ends if end > start), len(plan.text))
        at = reached(resume)
        if at < wanted:  # more stands between the letters than was known, or a float beside them
            wanted = max((place for place in plan.places if start < place <= at), default=at)
        if plan.is_same(at, wanted):
            return line, resume
        least, most = 0.0, max(room, 0.0)
        withheld = room - plan.width_of(start, wanted) - _SLACK * linebox.style["font_size"]
        for _ in range(_TRIES):
            withheld = withheld if least < withheld < most else (least + most) / 2
            shorter, resume_before = made(withheld)
            at = reached(resume_before)
            if shorter is not None and plan.is_same(at, wanted):
                return shorter, resume_before
            if at > wanted:
                least = withheld
            else:
                most = withheld
            withheld = (least + most) / 2
        return made(0.0)

    return get_next_linebox


def _plan(context: LayoutContext, linebox: boxes.LineBox, containing_block: boxes.Box) -> TitlePlan | None:
    width = float(containing_block.width)
    known = marks(linebox).title
    # Generated content that depends on the page is made anew.
    if known is None or known[0] != width or known[1] != len(linebox.children):
        known = width, len(linebox.children), title_plan(context, linebox, width)
        mark(linebox).title = known
    return known[2]


def _split_inline_box(theirs: Function) -> Function:
    def split_inline_box(
        context: LayoutContext, box: boxes.Box, position_x: float, max_x: float, *others: object
    ) -> object:
        if isinstance(box, boxes.LineBox):
            max_x -= first_text(context).title_withheld or 0.0
        return theirs(context, box, position_x, max_x, *others)

    return split_inline_box


PATCH = Patch(
    "Titles in Japanese, Chinese and Thai end their lines between phrases, where WeasyPrint parts words; those from right to"
    " left, and spaced ones, are balanced.",
    Kind.LAYOUT,
    (
        Change("weasyprint.layout.inline:get_next_linebox", "67af458c2545e74f", _next_linebox),
        Change("weasyprint.layout.inline:split_inline_box", "3a0cb7ca7e34c7ef", _split_inline_box),
    ),
)
