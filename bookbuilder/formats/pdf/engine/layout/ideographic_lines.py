"""Ends lines of Chinese, Japanese and Korean text where these may end (`line_breaking.ideographs`), and leaves no character
alone in the last line of a paragraph.

WeasyPrint 70.0 ends a line where Pango does. Where that parts a number from what it counts, the line ends at the place
before; if there is none, the text does not begin in this line. A line that would leave a single character is made once more
with less room, so that its last character goes along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.marks import first_text
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch
from bookbuilder.formats.pdf.line_breaking.ideographs import is_lonely, joins, keeps_together

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack

_SHORTEST = 10
"""In em: in a shorter line, the room of a character that goes to the next one would be seen."""
_MOST_GIVEN = 3
"""Characters that a line gives to the last one at most, and how much room it leaves empty for that, in em."""
_FirstLine = tuple[line_break.Layout, int, int | None, float, float, float]


def _split_first_line(theirs: Callable[..., _FirstLine]) -> Callable[..., _FirstLine]:
    def split_first_line(
        text: str,
        style: Style,
        context: LayoutContext | None,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> _FirstLine:
        made = theirs(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        if made[2] is None or minimum:
            return made
        place = len(text.encode()[: made[2]].decode())
        if not keeps_together(text, place):
            return made
        other = _other_place(text, place, style["lang"], forward=not is_line_start)
        if other is None:
            return made
        head = text[:other].rstrip(" ")
        layout, length, _, *measures = theirs(
            head, style, context, None, justification_spacing, is_line_start, minimum
        )
        resume = len(text[:other].encode()) if other < len(text) else None
        return layout, length, resume, measures[0], measures[1], measures[2]

    return split_first_line


def _other_place(text: str, place: int, lang: str | None, *, forward: bool) -> int | None:
    """Return the last place before this one at which a line may end; if there is none, the first one behind it, with
    `forward`, or else None."""
    near = text[: place + 100]
    attributes = line_break.get_log_attrs(near, lang)
    before = (at for at in range(place - 1, 0, -1) if _may_end(near, at, attributes))
    behind = (at for at in range(place + 1, len(near)) if _may_end(near, at, attributes))
    return next(before, None) or (next(behind, len(near)) if forward else None)


def _may_end(text: str, place: int, attributes: Any) -> bool:
    return bool(attributes[place].is_line_break) and not keeps_together(text, place)


def _can_break_text(theirs: Function) -> Function:
    def can_break_text(text: str, lang: str | None) -> bool:
        """Return whether a line may end in a text: between the last letter of a box and the first of the next one, say."""
        if not theirs(text, lang):
            return False
        if not joins(text):
            return True
        attributes = line_break.get_log_attrs(text, lang)
        return any(_may_end(text, place, attributes) for place in range(1, len(text)))

    return can_break_text


def _next_linebox(theirs: Function) -> Function:
    def get_next_linebox(
        context: LayoutContext, linebox: boxes.LineBox, position_y: float, bottom_space: float, skip_stack: SkipStack,
        containing_block: boxes.Box, absolute_boxes: list[Any], fixed_boxes: list[Any], *styles: object,
    ) -> object:  # fmt: skip
        absolute, fixed = list(absolute_boxes), list(fixed_boxes)

        def made() -> tuple[boxes.LineBox | None, SkipStack]:
            found: tuple[boxes.LineBox | None, SkipStack] = theirs(
                context, linebox, position_y, bottom_space, skip_stack, containing_block, absolute_boxes,
                fixed_boxes, *styles,
            )  # fmt: skip
            return found

        line, resume = made()
        em = linebox.style["font_size"]
        if (
            line is None
            or resume is None
            or context.excluded_shapes
            or first_text(context).title_withheld is not None
            or containing_block.width < _SHORTEST * em
            or not is_lonely(rest := _rest(linebox, resume))
        ):
            return line, resume
        first = list(absolute_boxes), list(fixed_boxes)
        notes = first_text(context)
        for number in range(1, _MOST_GIVEN + 1):
            absolute_boxes[:], fixed_boxes[:] = absolute, fixed
            notes.withheld = number * em
            try:
                shorter, resume_before = made()
            finally:
                notes.withheld = 0.0
            if resume_before != resume:
                more = _rest(linebox, resume_before) if resume_before else ""
                if len(rest) < len(more) <= len(rest) + _MOST_GIVEN:
                    return shorter, resume_before
                break
        absolute_boxes[:], fixed_boxes[:] = first
        return line, resume

    return get_next_linebox


def _split_inline_box(theirs: Function) -> Function:
    def split_inline_box(
        context: LayoutContext, box: boxes.Box, position_x: float, max_x: float, *others: object
    ) -> object:
        if isinstance(box, boxes.LineBox):
            max_x -= first_text(context).withheld
        return theirs(context, box, position_x, max_x, *others)

    return split_inline_box


def _rest(box: boxes.Box, resume: SkipStack) -> str:
    """Return as much as is needed of what stands behind a place in a line box, up to the next line break of the author."""
    rest = ""
    for piece in _texts(box, resume):
        rest += piece
        if len(rest) > _ENOUGH or "\n" in piece:
            break
    return rest.partition("\n")[0]


_ENOUGH = 12
"""Characters: a single one with all the punctuation that may follow it is shorter."""


def _texts(box: boxes.Box, resume: SkipStack) -> Iterator[str]:
    """Yield the texts of a box behind a place; a picture counts as some letters."""
    if isinstance(box, boxes.TextBox):
        byte = next(iter(resume)) if resume else 0
        yield box.text.encode()[byte:].decode()
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        first, inner = next(iter(resume.items())) if resume else (0, None)
        for index, child in enumerate(box.children[first:], first):
            if child.is_in_normal_flow():
                yield from _texts(child, inner if index == first else None)
    else:
        yield "xx"


PATCH = Patch(
    "Numbers stay with what they count in Chinese, Japanese and Korean, and no paragraph ends with a line of one character.",
    Kind.LAYOUT,
    (
        Change("weasyprint.layout.inline:get_next_linebox", "67af458c2545e74f", _next_linebox),
        Change("weasyprint.layout.inline:split_inline_box", "3a0cb7ca7e34c7ef", _split_inline_box),
        Change("weasyprint.text.line_break:split_first_line", "39ad1016863ca34d", _split_first_line),
        Change("weasyprint.text.line_break:can_break_text", "4f3fb5ef1c239df9", _can_break_text),
    ),
)
