"""Breaks texts into lines by the widths of their words, where WeasyPrint 70.0 has Pango shape each try.

The lines are those of WeasyPrint's `split_first_line` (`text/line_break.py`), step by step: as much as fits up to a break
that Unicode allows (UAX 14), and as much of the next word as fits with a hyphen. Theirs may be wider than the measure: they
ask how wide a line is with the space at its end, with which a comma is kerned, and then take it away.

What does not come about in plain text is left to WeasyPrint: soft hyphens, words that may be broken at any letter, spaces
that do not collapse at the end of a line, and all that a fount does not take for words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch
from bookbuilder.formats.pdf.engine.speed.style_cache import kept
from bookbuilder.formats.pdf.engine.text_widths import Measured, Texts
from bookbuilder.formats.pdf.engine.word_cache import Fount, fount, shelved

_WIDEST = 2**21
"""In px: a measure that Pango takes for none."""
_BROKEN_BY = (
    *("white_space", "word_break", "overflow_wrap", "lang", "hyphens", "hyphenate_character"),
    *("hyphenate_limit_chars", "hyphenate_limit_zone"),
)
"""The properties that the ends of lines depend on, besides those of the fount."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text with a hyphen if it ends with one, its length in bytes without, with which byte the next one begins
    (None: there is none), and its width in units of Pango."""

    text: str
    length: int
    resume: int | None
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """How the texts of a style are broken.

    `space` and `overflow` are CSS's `white-space` and `overflow-wrap`, `lang` is the language by which Unicode's breaks are
    found. A word is parted by the `patterns` of a language (empty: it is not) and `limits`, the least numbers of letters of
    it, before and behind a hyphen, where the line would leave more than `zone`.
    """

    fount: Fount
    space: str
    overflow: str
    lang: str | None
    patterns: str
    hyphen: str
    limits: tuple[int, int, int]
    zone: Any


def split(
    theirs: Callable[..., tuple[Any, ...]], text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any,
    is_line_start: bool = True, minimum: bool = False,
) -> tuple[Any, ...]:  # fmt: skip
    """Return the first line of a text: a layout, its length in bytes, where the next one begins (None: there is none), its
    width, height and baseline in px."""
    way = manner(style)
    line = None
    if way is not None:
        anywhere = is_line_start and (
            way.overflow == "anywhere" or (way.overflow == "break-word" and not minimum)
        )
        line = first_line(way, text, style, context, max_width, anywhere=anywhere)
    if way is None or line is None:
        return theirs(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    layout = line_break.Layout(style, justification_spacing, max_width)
    layout.set_text(line.text)
    layout.deactivate()
    width = line.width * FROM_UNITS + way.fount.spacing
    return layout, line.length, line.resume, width, way.fount.height, way.fount.baseline


def first_line(
    way: Manner, text: str, style: Any, context: Any, max_width: Any, *, anywhere: bool
) -> Line | None:
    """Return the first line of a text, at most `max_width` px wide (None: as wide as it is); None if WeasyPrint is to say
    it. `anywhere` says that a word without room is broken at any letter."""
    if not text or ("  " in text and way.space not in ("pre", "pre-wrap")):
        return None
    end = text.find("\n")
    if end >= 0:  # a line as far as that, if it fits
        head = first_line(way, text[:end], style, context, max_width, anywhere=anywhere) if end else None
        if head is None or head.resume is not None or (way.space == "pre-line" and text[end - 1] == " "):
            return None
        return Line(head.text, head.length, head.length + 1, head.width)
    found = _texts(way, context).find(text)
    if found is None:
        return None
    measured, start = found
    whole = measured.width(start, len(measured.text))
    if whole is None:
        return None
    if max_width is None or max_width == inf or way.space in ("nowrap", "pre"):
        return Line(text, len(text.encode()), None, whole)
    if max_width >= _WIDEST:
        return None
    # WeasyPrint adds the space between letters once more to what Pango says.
    room = int(max(0, max_width) * TO_UNITS)
    full = room - way.fount.spacing * TO_UNITS
    if whole <= full:
        return Line(text, len(text.encode()), None, whole)
    solid = text.rstrip(" ")
    tight = measured.width(start, start + len(solid)) if len(solid) < len(text) else whole
    if tight is None or tight <= room or (way.space == "pre-wrap" and " " in text):
        return None  # only the space at the end has no room, or it is kept
    last = measured.last(start, room)
    if last is None:
        line = _narrow(way, measured, start, context, full)
        return None if line is None or (anywhere and line.width > full) else line
    zone = percentage(way.zone, style, max_width)
    return _broken(way, measured, start, last, context, full, zone * TO_UNITS) if last[1] <= full else None


def _texts(way: Manner, context: Any) -> Texts:
    """Return the texts of a document that are broken in a manner. What was laid out before has no part in them."""
    key = "bookbuilder", way
    found: Texts | None = context.dictionaries.get(key)
    if found is None:
        found = Texts(way.fount, way.lang, way.overflow != "normal")
        context.dictionaries[key] = found
    return found


def _broken(
    way: Manner, measured: Measured, start: int, last: tuple[int, int], context: Any, room: float, zone: float
) -> Line | None:
    """Return a line that ends at a break, or with a part of the word behind it; `last` is the break and how wide the line is
    then."""
    place, width = last
    parts = _parts(way, measured, place, context)
    if parts is None:
        return None
    for part in parts if room - width > zone else ():
        wide = measured.width(start, place + part, way.hyphen)
        if wide is None:
            return None
        if wide <= room:
            return _parted(way, measured.text[start : place + part], wide)
    whole = measured.text[start:place]
    said = whole.rstrip(" ")
    return Line(said, len(said.encode()), len(whole.encode()), width) if said else None


def _parted(way: Manner, said: str, width: int) -> Line:
    length = len(said.encode())
    return Line(said + way.hyphen, length, length, width)


def _narrow(way: Manner, measured: Measured, start: int, context: Any, room: float) -> Line | None:
    """Return a line of which even the first word has no room: what of it fits with a hyphen, or else its first syllable;
    or the whole word if it cannot be parted."""
    text = measured.text
    parts = _parts(way, measured, start, context)
    if parts is None:
        return None
    for part in parts:
        wide = measured.width(start, start + part, way.hyphen)
        if wide is None:
            return None
        if wide <= room or part == parts[-1]:
            return _parted(way, text[start : start + part], wide)
    stop = measured.following(start)
    word = text[start:stop]
    said = word.rstrip(" ")
    width = measured.width(start, start + len(said)) if said else None
    resume = None if stop is None else len(word.encode())
    return None if width is None else Line(said, len(said.encode()), resume, width)


def _parts(way: Manner, measured: Measured, place: int, context: Any) -> tuple[int, ...] | None:
    """Return how many letters behind a break may stay before it with a hyphen, the most first; None if WeasyPrint is to say
    it. They are kept with the dictionaries of a document."""
    if not way.patterns:
        return ()
    stop = measured.following(place)
    if stop is not None and stop - place < 2:
        return None  # WeasyPrint goes on into the next word then
    said = measured.text[place : None if stop is None else stop - 1]
    known = context.dictionaries.setdefault(("bookbuilder", way.patterns, *way.limits), {})
    if said not in known:
        known[said] = _places(way, said, context)
    found: tuple[int, ...] = known[said]
    return found


def _places(way: Manner, said: str, context: Any) -> tuple[int, ...]:
    """Return where the first word that is long enough may part."""
    total, left, right = way.limits
    at, rest = 0, said
    while rest:
        bounds = line_break.get_next_word_boundaries(rest, way.patterns)
        if not bounds:
            break
        start, stop = bounds
        if stop - start >= total:
            key = (way.patterns, left, right, total)
            if key not in context.dictionaries:
                context.dictionaries[key] = line_break.pyphen.Pyphen(
                    lang=way.patterns, left=left, right=right
                )
            heads = context.dictionaries[key].iterate(rest[start:stop])
            return tuple(at + start + len(head) for head, _ in heads)
        rest = rest[stop:]
        at += stop
    return ()


def manner(style: Any) -> Manner | None:
    """Return how the texts of a style are broken; None if WeasyPrint is to break them."""
    return kept(style, "bookbuilder_manner", _of)


def _of(style: Any) -> Manner | None:
    used = fount(style) if style["word_break"] != "break-all" else None
    if used is None:
        return None
    key = (used, *(style[name] for name in _BROKEN_BY))
    known = shelved(style).kept
    if key not in known:
        lang = style["lang"]
        parts = lang and style["hyphens"] == "auto"
        patterns = line_break.pyphen.language_fallback(lang) if parts else None
        known[key] = Manner(
            used, style["white_space"], style["overflow_wrap"], lang, patterns or "",
            style["hyphenate_character"], style["hyphenate_limit_chars"], style["hyphenate_limit_zone"],
        )  # fmt: skip
    found: Manner = known[key]
    return found


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
