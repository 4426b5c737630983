"""Sets lines that WeasyPrint 70.0 cannot: of several scripts, of Chinese and Japanese, and from right to left.

What is corrected, each in `layout/inline.py`:

* A line is as high as its style sheet says (CSS Inline 3, 5.2), also where a second font with other measures stands in it
  (`split_text_box`). Otherwise a Latin name in Japanese would push lines off the grid.
* A line of kanji has no spaces to widen (`justify_line`), so the room is shared among its characters (CSS Text 3, 7.4); a
  word of other letters in it stays as it is.
* In Arabic a widened space no longer kerns with its neighbours, and the line would be wider than calculated: it is
  measured again. So is a line of another language in such a book, whose spaces are of the same font.
* Where a line from right to left ends with a space (`remove_last_whitespace`), a gap was left inside the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch
from bookbuilder.formats.pdf.engine.shaping.shared_style import mark_as_of_one_line

if TYPE_CHECKING:
    from weasyprint.css import AnonymousStyle, ComputedStyle, Style
    from weasyprint.layout import LayoutContext

    _BoxStyle = ComputedStyle | AnonymousStyle

WIDEST = 0.2
"""In em: more is never put between two characters; a line that would need it stays ragged."""
NEAR = 0.01
"""In px: how far a line may be from its measure."""
LEAST = 1 / 1024
"""In px: the least that Pango can put between two characters. It rounds less to nothing, so a line cannot be measured by
it."""

_KANJI = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff"
_IDEOGRAPHIC = re.compile(f"[{_KANJI}]")
_SCRIPT_RUN = re.compile(f"[{_KANJI}]+|[^{_KANJI}]+")


def _justify_line(theirs: Callable[..., None]) -> Callable[..., None]:
    def justify_line(context: LayoutContext, line: boxes.LineBox, extra: float) -> None:
        texts = list(_texts(line))
        # Kanji in a line from right to left stay as they are: parted, its texts would have another order.
        leftwards = line.style["direction"] == "rtl"
        if not leftwards and any(_IDEOGRAPHIC.search(box.text) for box in texts):
            _space_characters(context, line, texts, extra)
        elif leftwards or line.style.root_style["direction"] == "rtl":
            _widen_spaces(context, line, texts, extra)
        else:
            theirs(context, line, extra)

    return justify_line


def _split_text_box(theirs: Function) -> Function:
    def split_text_box(
        context: LayoutContext,
        box: boxes.TextBox,
        available_width: float | None,
        skip: int | None,
        is_line_start: bool = True,
    ) -> tuple[boxes.TextBox | None, int | None, bool]:
        """Keep the words that fit, on the baseline of their style's first font whatever other fonts are in them."""
        text: boxes.TextBox | None
        text, resume, preserved = theirs(context, box, available_width, skip, is_line_start)
        if text is not None and text.style["line_height"] != "normal":
            height, baseline = line_break.strut(text.style)
            text.margin_top += baseline - text.baseline
            text.margin_bottom = height - text.height - text.margin_top
            text.baseline = baseline
        return text, resume, preserved

    return split_text_box


def _remove_last_whitespace(theirs: Callable[..., None]) -> Callable[..., None]:
    def remove_last_whitespace(context: LayoutContext, line: boxes.LineBox) -> None:
        """Remove the space at the end of a line; one from right to left is put together again, and its last text is laid
        out without the space, which would stand on the left of it."""
        last: boxes.Box = line
        while isinstance(last, boxes.LineBox | boxes.InlineBox) and last.children:
            last = last.children[-1]
        before = getattr(last, "text", "")
        theirs(context, line)
        if line.style["direction"] == "rtl":
            _close(line)
            if before != getattr(last, "text", "") != "":
                assert isinstance(last, boxes.TextBox)
                again, *_ = inline.split_text_box(context, last, None, 0)
                assert again is not None
                last.pango_layout = again.pango_layout

    return remove_last_whitespace


def _close(box: boxes.LineBox | boxes.InlineBox) -> None:
    """Put the children of a line beside one another, the last one on the left."""
    place = box.content_box_x()
    for child in box.children[::-1]:
        if child.is_in_normal_flow():
            child.translate(dx=place - child.position_x, ignore_floats=True)
            place += child.margin_width()
            if isinstance(child, boxes.InlineBox) and child.style["direction"] == "rtl":
                _close(child)


def _texts(box: boxes.Box) -> Iterator[boxes.TextBox]:
    """Yield the text boxes of a line, but not those of an inline block in it."""
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)


def _space_characters(
    context: LayoutContext, line: boxes.LineBox, texts: list[boxes.TextBox], extra: float
) -> None:
    """Put the same room behind every kanji and kana, and behind every word of other letters, but not inside it.

    Pango gives none to a mark that stands on another character, so the others may get more than was calculated.
    """
    before = sum(box.width for box in texts)
    texts = _parted(context, line)
    extra -= sum(box.width for box in texts) - before
    count = sum(len(box.text) if _IDEOGRAPHIC.search(box.text) else 1 for box in texts) - 1
    widest = WIDEST * line.style["font_size"]
    if count < 1 or not LEAST <= extra / count <= widest:
        return
    room = extra / count
    laid, grown = _grown(context, texts, room)
    # Pango rounds the room, so what is measured again may be wider than allowed, or no nearer.
    if abs(grown - extra) > NEAR and grown > 0 and room * extra / grown <= widest:
        again, now = _grown(context, texts, room * extra / grown)
        laid = again if abs(now - extra) <= abs(grown - extra) else laid
    widths = {}
    for box, (style, layout, width) in zip(texts, laid):
        box.style, box.pango_layout = style, layout
        widths[box] = width - box.width
    _move(line, widths)


def _parted(context: LayoutContext, box: boxes.LineBox | boxes.InlineBox) -> list[boxes.TextBox]:
    """Part the texts of a line between kanji and other letters, and return them."""
    children: list[boxes.Box] = []
    found: list[boxes.TextBox] = []
    for child in box.children:
        if isinstance(child, boxes.TextBox) and child.is_in_normal_flow():
            pieces = _pieces(context, child)
            children += pieces
            found += pieces
        else:
            children.append(child)
            if isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
                found += _parted(context, child)
    box.children = children
    return found


def _pieces(context: LayoutContext, box: boxes.TextBox) -> list[boxes.TextBox]:
    parts = _SCRIPT_RUN.findall(box.text)
    if len(parts) < 2:
        return [box]
    text, byte = marks(box).rest or (box.text, 0)
    made, x = [], box.position_x
    for part in parts:
        piece = box.copy_with_text(part)
        piece.pango_layout, piece.width = _laid_out(context, part, box.style, 0)
        piece.position_x = x
        mark(piece).rest = text, byte
        made.append(piece)
        x, byte = x + piece.width, byte + len(part.encode())
    for piece in made[:-1]:
        mark(piece).narrowed = 0.0
    for piece in made[1:]:
        mark(piece).head_room = 0.0
    return made


def _grown(
    context: LayoutContext, texts: list[boxes.TextBox], room: float
) -> tuple[list[tuple[_BoxStyle, line_break.Layout, float]], float]:
    """Return texts laid out with room behind every character, or behind the word, and how much wider they are without the
    room of the last."""
    laid = [
        _spaced(context, box, room)
        if _IDEOGRAPHIC.search(box.text)
        else (box.style, box.pango_layout, box.width + room)
        for box in texts
    ]
    return laid, sum(width - box.width for (_, _, width), box in zip(laid, texts)) - room


def _spaced(
    context: LayoutContext, box: boxes.TextBox, room: float
) -> tuple[_BoxStyle, line_break.Layout, float]:
    style = box.style.copy()
    # Its spacing is a number of this line: a word cache for it would be of no use to another one.
    mark_as_of_one_line(style)
    spacing = style["letter_spacing"]
    style["letter_spacing"] = (0 if spacing == "normal" else spacing) + room
    return style, *_laid_out(context, box.text, style, 0)


def _widen_spaces(
    context: LayoutContext, line: boxes.LineBox, texts: list[boxes.TextBox], extra: float
) -> None:
    counts = [box.text.count(" ") + box.text.count("\u00a0") for box in texts]
    if not sum(counts):
        return
    widths = {}
    spacing, grown, laid = 0.0, 0.0, []
    # A widened space no longer kerns with its neighbours, so the first width is a guess, to be corrected.
    for _ in range(4):
        spacing += (extra - grown) / sum(counts)
        laid = [
            _laid_out(context, box.text, box.style, spacing) if n else None for box, n in zip(texts, counts)
        ]
        grown = sum(one[1] - box.width for one, box in zip(laid, texts) if one)
        if abs(grown - extra) < NEAR:
            break
    for box, one in zip(texts, laid):
        if one:
            box.pango_layout, box.justification_spacing = one[0], spacing
            widths[box] = one[1] - box.width
    _move(line, widths)


def _laid_out(
    context: LayoutContext, text: str, style: Style, spacing: float
) -> tuple[line_break.Layout, float]:
    """Return a text laid out in one line, and how wide it is."""
    layout = line_break.create_layout(text, style, context, max_width=None, justification_spacing=spacing)
    layout.set_text(text, justify=True)
    line, _ = layout.get_first_line()
    width, _ = line_break.line_size(line, style)
    layout.deactivate()
    return layout, width


def _move(box: boxes.Box, widths: dict[boxes.TextBox, float], advance: float = 0.0) -> float:
    """Widen text boxes, move what stands behind them, and return how far the next box moves."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        box.width += widths.get(box, 0.0)
        return advance + widths.get(box, 0.0)
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(advance, 0)
        return advance
    box.position_x += advance
    before = advance
    for child in box.children if box.style["direction"] == "ltr" else box.children[::-1]:
        if child.is_in_normal_flow():
            advance = _move(child, widths, advance)
        else:  # it is laid out later, at the place where it stands in the line
            child.translate(advance, 0)
    box.width += advance - before
    return advance


PATCH = Patch(
    "Lines of several scripts, of Chinese and Japanese, and from right to left are as high and as wide as they must be.",
    Kind.FIX,
    (
        Change("weasyprint.layout.inline:justify_line", "f83b21ff8793ba6b", _justify_line),
        Change(
            "weasyprint.layout.inline:remove_last_whitespace", "53f0c79c9fbbda50", _remove_last_whitespace
        ),
        Change("weasyprint.layout.inline:split_text_box", "8c564329599ef23f", _split_text_box),
    ),
    upstream=("justify-ideographs", "justify-measured", "line-height", "rtl-trailing-space"),
)
