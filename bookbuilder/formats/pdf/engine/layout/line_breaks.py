"""Splits off the first line of a text as WeasyPrint does, but by cached word widths, without shaping it each time.

The lines are those of WeasyPrint's `split_first_line` (`text/line_break.py`), step by step: as much as fits up to a break
that Unicode allows (UAX 14), and as much of the next word as fits with a hyphen. Theirs may be wider than the measure: they
ask how wide a line is with the space at its end, with which a comma is kerned, and then take it away.

What plain text does not have is left to WeasyPrint: soft hyphens, words that may be broken at any letter, spaces that do not
collapse at the end of a line, and all that is not made of words (`word_cache.plain`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch
from bookbuilder.formats.pdf.engine.shaping.break_style import (
    BreakStyle,
    break_style,
    hyphenation_points,
    measured_text,
)
from bookbuilder.formats.pdf.engine.shaping.text_widths import NEAR, MeasuredText

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.layout import LayoutContext

_WIDEST = 2**21
"""In px: a line length that Pango takes for none."""

_FirstLine = tuple[line_break.Layout, int, int | None, float, float, float]
"""What `split_first_line` returns: a layout, its length in bytes, where the next line begins (None: there is none), its
width, height and baseline in px."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text with a hyphen if it ends with one, its length in bytes without, with which byte the next one begins
    (None: there is none), and its width in units of Pango."""

    text: str
    length: int
    resume: int | None
    width: int


def split(  # the parameters are those of WeasyPrint's function
    theirs: Callable[..., _FirstLine], text: str, style: Style, context: LayoutContext, max_width: float | None,
    justification_spacing: float, is_line_start: bool = True, minimum: bool = False,
) -> _FirstLine:  # fmt: skip
    """Return the first line of a text."""
    breaking = break_style(style)
    line = None
    if breaking is not None:
        anywhere = is_line_start and (
            breaking.overflow == "anywhere" or (breaking.overflow == "break-word" and not minimum)
        )
        line = first_line(breaking, text, style, context, max_width, anywhere=anywhere)
    if breaking is None or line is None:
        rest = justification_spacing, is_line_start, minimum
        near = _near(text, style, max_width)
        result = theirs(near, style, context, max_width, *rest)
        # All that is near fits on the line, so the line goes on behind it.
        if result[2] is None and len(near) < len(text):
            return theirs(text, style, context, max_width, *rest)
        return result
    layout = line_break.Layout(style, justification_spacing, max_width)
    layout.set_text(line.text)
    layout.deactivate()
    width = line.width * FROM_UNITS + breaking.cache.spacing
    return layout, line.length, line.resume, width, breaking.cache.height, breaking.cache.baseline


def _near(text: str, style: Style, max_width: float | None) -> str:
    """Return as much of a text as its first line depends on. WeasyPrint may shape all of it for each line: up to the end of
    the paragraph, if the word behind the line is long."""
    if max_width is None or max_width == inf or style["white_space"] in ("nowrap", "pre"):
        return text
    end = text.find(" ", NEAR)
    return text if end < 0 else text[: end + 1]


def first_line(
    breaking: BreakStyle,
    text: str,
    style: Style,
    context: LayoutContext,
    max_width: float | None,
    *,
    anywhere: bool,
) -> Line | None:
    """Return the first line of a text, at most `max_width` px wide (None: as wide as it is); None if WeasyPrint is to find
    it. `anywhere` says that a word without room is broken at any letter."""
    if not text or ("  " in text and breaking.space not in ("pre", "pre-wrap")):
        return None
    end = text.find("\n")
    if end >= 0:  # a line as far as that, if it fits
        head = first_line(breaking, text[:end], style, context, max_width, anywhere=anywhere) if end else None
        if head is None or head.resume is not None or (breaking.space == "pre-line" and text[end - 1] == " "):
            return None
        return Line(head.text, head.length, head.length + 1, head.width)
    match = measured_text(breaking, text, context)
    if match is None:
        return None
    measured, start = match
    if measured.by_pango:
        return None
    whole = measured.width(start, len(measured.text))
    if whole is None:
        return None
    if max_width is None or max_width == inf or breaking.space in ("nowrap", "pre"):
        return Line(text, len(text.encode()), None, whole)
    if max_width >= _WIDEST:
        return None
    # WeasyPrint adds the space between letters once more to what Pango says.
    room = int(max(0, max_width) * TO_UNITS)
    full = room - breaking.cache.spacing * TO_UNITS
    if whole <= full:
        return Line(text, len(text.encode()), None, whole)
    solid = text.rstrip(" ")
    tight = measured.width(start, start + len(solid)) if len(solid) < len(text) else whole
    if tight is None or tight <= room or (breaking.space == "pre-wrap" and " " in text):
        return None  # only the space at the end has no room, or it is kept
    last = measured.last(start, room)
    if last is None:
        line = _narrow(breaking, measured, start, context, full)
        return None if line is None or (anywhere and line.width > full) else line
    zone = percentage(breaking.zone, style, max_width)
    return (
        _broken(breaking, measured, start, last, context, full, zone * TO_UNITS) if last[1] <= full else None
    )


def _broken(
    breaking: BreakStyle,
    measured: MeasuredText,
    start: int,
    last: tuple[int, int],
    context: LayoutContext,
    room: float,
    zone: float,
) -> Line | None:
    """Return a line that ends at a break, or with a part of the word behind it; `last` is the break and how wide the line is
    then."""
    place, width = last
    parts = hyphenation_points(breaking, measured, place, context)
    if parts is None:
        return None
    for part in parts if room - width > zone else ():
        wide = measured.width(start, place + part, breaking.hyphen)
        if wide is None:
            return None
        if wide <= room:
            return _hyphenated(breaking, measured.text[start : place + part], wide)
    whole = measured.text[start:place]
    solid = whole.rstrip(" ")
    return Line(solid, len(solid.encode()), len(whole.encode()), width) if solid else None


def _hyphenated(breaking: BreakStyle, text: str, width: int) -> Line:
    length = len(text.encode())
    return Line(text + breaking.hyphen, length, length, width)


def _narrow(
    breaking: BreakStyle, measured: MeasuredText, start: int, context: LayoutContext, room: float
) -> Line | None:
    """Return a line on which not even the first word has room: as much of the word as fits with a hyphen, or else its
    first syllable; the whole word if it cannot be hyphenated."""
    text = measured.text
    parts = hyphenation_points(breaking, measured, start, context)
    if parts is None:
        return None
    for part in parts:
        wide = measured.width(start, start + part, breaking.hyphen)
        if wide is None:
            return None
        if wide <= room or part == parts[-1]:
            return _hyphenated(breaking, text[start : start + part], wide)
    stop = measured.following(start)
    word = text[start:stop]
    solid = word.rstrip(" ")
    width = measured.width(start, start + len(solid)) if solid else None
    resume = None if stop is None else len(word.encode())
    return None if width is None else Line(solid, len(solid.encode()), resume, width)


PATCH = Patch(
    "Lines are broken by the widths of words, which are shaped once; WeasyPrint shapes each try, and some lines too wide.",
    Kind.LAYOUT,
    (
        Change(
            "weasyprint.text.line_break:split_first_line", "39ad1016863ca34d", lambda theirs: partial(split, theirs),
            users=("weasyprint.layout.inline", "weasyprint.layout.preferred"),
        ),
    ),
)  # fmt: skip
