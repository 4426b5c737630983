"""Lets lines of Chinese and Japanese text begin with the ink of a bracket and end with that of a bracket, a comma or a stop.

Such a sign fills half of its square. The empty half would leave a notch in the margin, so at the edges of lines the sign has
the room of half a character (JLReq 3.1.9, "Positioning of closing brackets, full stops, commas and middle dots at line end",
and 3.1.5, "Positioning of opening brackets at line head"; CLREQ, "Compression of punctuation"). Where the face draws the
sign in the middle of its square, as those for Taiwan and Hong Kong do with commas and stops, nothing changes.

WeasyPrint 70.0 knows nothing of it: a text that begins a line is moved to the left by the empty half (`split_text_box`), and
one that fits without that of its last sign ends the line. What a line is wide, by which its spaces are shared, is without it
(`remove_last_whitespace`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from bookbuilder.formats.pdf.engine.marks import first_text, mark, marks
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch
from bookbuilder.formats.pdf.engine.shaping.shared_style import cached

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.layout import LayoutContext

    _Piece = tuple[boxes.TextBox | None, int | None, bool]

OPENING = "「『（《〈【〔［｛〖〘〝"
CLOSING = "」』）》〉】〕］｝〗〙〟、。，．"
_OPENING = frozenset(OPENING)
_CLOSING = frozenset(CLOSING)
_NEXT = re.compile(rf"(?:\w+|[^\s{CLOSING}])[{CLOSING}]+")
"""What a line may take in if its last sign needs less room."""
_WIDE = 0.9
"""In em: narrower signs, of fonts with proportional ones, have no empty half."""
_HALF = 0.5
"""In em: the room of a sign without its empty half."""
_NOISE = 0.01
"""In px: how far a text stands from where the line begins, if it is the first."""


def _split_text_box(theirs: Callable[..., _Piece]) -> Callable[..., _Piece]:
    def split_text_box(
        context: LayoutContext, box: boxes.TextBox, width: float | None, skip: int | None, is_line_start: bool = True
    ) -> _Piece:  # fmt: skip
        if width is None or box.style["direction"] == "rtl":
            return theirs(context, box, width, skip, is_line_start)
        move = _head_room(context, box, skip)
        made = theirs(context, box, width + move, skip, is_line_start)
        made = _with_one_more(theirs, context, box, width + move, skip, is_line_start, made)
        if move and made[0] is not None:
            made[0].position_x -= move
            mark(made[0]).head_room = move
        return made

    return split_text_box


def _head_room(context: LayoutContext, box: boxes.TextBox, skip: int | None) -> float:
    """Return how far a text moves to the left that begins a line, in px."""
    begin = (box.text.encode()[skip:].decode() if skip else box.text)[:1]
    x, first = box.__dict__.get("position_x"), first_text(context).x  # a text that is measured has none
    if begin not in _OPENING or x is None or first is None or abs(x - first) > _NOISE:
        return 0.0
    return empty_half(context, box.style, begin)


def _with_one_more(
    theirs: Callable[..., _Piece], context: LayoutContext, box: boxes.TextBox, width: float, skip: int | None,
    is_line_start: bool, made: _Piece,
) -> _Piece:  # fmt: skip
    """Return what a text that does not fit gives a line if its last sign needs less room: as much as before, or more."""
    text, resume, _ = made
    if resume is None or first_text(context).withheld:  # a line that is to be shorter takes in nothing
        return made
    behind = box.text.encode()[resume:].decode()
    found = _NEXT.match(behind)
    if found is None:
        return made
    last = found[0][-1]
    less = empty_half(context, box.style, last)
    if not less or width - (text.width if text else 0.0) < less:
        return made
    more, other, preserved = theirs(context, box, width + less, skip, is_line_start)
    if more is None or other is None or other <= resume or more.text[-1] not in _CLOSING:
        return made
    less = empty_half(context, box.style, more.text[-1])
    if more.width - less > width + _NOISE:
        return made
    # The line looks whether its texts fit.
    more.width -= less
    mark(more).narrowed = less
    return more, other, preserved


def _remove_last_whitespace(theirs: Callable[..., None]) -> Callable[..., None]:
    def remove_last_whitespace(context: LayoutContext, line: boxes.LineBox) -> None:
        """Remove the space at the end of a line, and the empty half of its last sign from its width."""
        theirs(context, line)
        last: boxes.Box = line
        around = []
        while isinstance(last, boxes.LineBox | boxes.InlineBox) and last.children:
            around.append(last)
            last = last.children[-1]
        if not isinstance(last, boxes.TextBox) or last.text[-1:] not in _CLOSING:
            return
        if line.style["direction"] == "rtl" or last.style["direction"] == "rtl":
            return
        if narrowed := marks(last).narrowed:
            last.width += narrowed
            return
        less = empty_half(context, last.style, last.text[-1])
        mark(last).narrowed = less
        for box in around:
            box.width -= less

    return remove_last_whitespace


def empty_half(context: LayoutContext, style: Style, sign: str) -> float:
    """Return how much of the square of a sign is empty, up to a half of it, in px: before one that opens, else behind it."""
    known = cached(style, "empty_halves", lambda _: {})
    if sign not in known:
        known[sign] = _measured(context, style, sign)
    return known[sign]


def _measured(context: LayoutContext, style: Style, sign: str) -> float:
    layout = line_break.create_layout(sign, style, context, max_width=None, justification_spacing=0)
    line, _ = layout.get_first_line()
    ink, room = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ink, room)
    left, right, width = ink.x * FROM_UNITS, (ink.x + ink.width) * FROM_UNITS, room.width * FROM_UNITS
    layout.deactivate()
    half = _HALF * style["font_size"]
    if width < _WIDE * style["font_size"]:
        return 0.0
    whole = left >= width - half if sign in _OPENING else right <= half
    return max(0.0, width - half) if whole else 0.0


PATCH = Patch(
    "Brackets, commas and stops of Chinese and Japanese have half a character at the edges of lines.",
    Kind.LAYOUT,
    (
        Change(
            "weasyprint.layout.inline:remove_last_whitespace", "53f0c79c9fbbda50", _remove_last_whitespace
        ),
        Change("weasyprint.layout.inline:split_text_box", "8c564329599ef23f", _split_text_box),
    ),
)
