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
from typing import Any

from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch
from bookbuilder.formats.pdf.engine.speed.style_cache import cached
from bookbuilder.formats.pdf.engine.text_widths import MeasuredText, MeasuredTexts
from bookbuilder.formats.pdf.engine.word_cache import WordCache, style_caches, word_cache

_WIDEST = 2**21
"""In px: a line length that Pango takes for none."""
_BROKEN_BY = (
    *("white_space", "word_break", "overflow_wrap", "lang", "hyphens", "hyphenate_character"),
    *("hyphenate_limit_chars", "hyphenate_limit_zone"),
)
"""The properties that the ends of lines depend on, besides those that glyphs depend on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text with a hyphen if it ends with one, its length in bytes without, with which byte the next one begins
    (None: there is none), and its width in units of Pango."""

    text: str
    length: int
    resume: int | None
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class BreakStyle:
    """How the texts of a style are broken into lines.

    `space` and `overflow` are CSS's `white-space` and `overflow-wrap`, `lang` is the language by which Unicode's breaks are
    found. A word is hyphenated by the `patterns` of a language (empty: it is not) where the line would leave more than
    `zone`. `limits` are the least numbers of letters of the word, and of those before and behind the `hyphen`."""

    cache: WordCache
    space: str
    overflow: str
    lang: str | None
    patterns: str
    hyphen: str
    limits: tuple[int, int, int]
    zone: Any


def split(  # the parameters are those of WeasyPrint's function
    theirs: Callable[..., tuple[Any, ...]], text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any,
    is_line_start: bool = True, minimum: bool = False,
) -> tuple[Any, ...]:  # fmt: skip
    """Return the first line of a text: a layout, its length in bytes, where the next one begins (None: there is none), its
    width, height and baseline in px."""
    breaking = break_style(style)
    line = None
    if breaking is not None:
        anywhere = is_line_start and (
            breaking.overflow == "anywhere" or (breaking.overflow == "break-word" and not minimum)
        )
        line = first_line(breaking, text, style, context, max_width, anywhere=anywhere)
    if breaking is None or line is None:
        return theirs(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    layout = line_break.Layout(style, justification_spacing, max_width)
    layout.set_text(line.text)
    layout.deactivate()
    width = line.width * FROM_UNITS + breaking.cache.spacing
    return layout, line.length, line.resume, width, breaking.cache.height, breaking.cache.baseline


def first_line(
    breaking: BreakStyle, text: str, style: Any, context: Any, max_width: Any, *, anywhere: bool
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
    match = _texts(breaking, context).find(text)
    if match is None:
        return None
    measured, start = match
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


def _texts(breaking: BreakStyle, context: Any) -> MeasuredTexts:
    """Return the texts of a document that are broken in one way. What was laid out before has no part in them."""
    key = "bookbuilder", breaking
    texts: MeasuredTexts | None = context.dictionaries.get(key)
    if texts is None:
        texts = MeasuredTexts(breaking.cache, breaking.lang, breaking.overflow != "normal")
        context.dictionaries[key] = texts
    return texts


def _broken(
    breaking: BreakStyle,
    measured: MeasuredText,
    start: int,
    last: tuple[int, int],
    context: Any,
    room: float,
    zone: float,
) -> Line | None:
    """Return a line that ends at a break, or with a part of the word behind it; `last` is the break and how wide the line is
    then."""
    place, width = last
    parts = _hyphenation_points(breaking, measured, place, context)
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
    breaking: BreakStyle, measured: MeasuredText, start: int, context: Any, room: float
) -> Line | None:
    """Return a line of which even the first word has no room: what of it fits with a hyphen, or else its first syllable;
    or the whole word if it cannot be hyphenated."""
    text = measured.text
    parts = _hyphenation_points(breaking, measured, start, context)
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


def _hyphenation_points(
    breaking: BreakStyle, measured: MeasuredText, place: int, context: Any
) -> tuple[int, ...] | None:
    """Return how many letters behind a break may stay before it with a hyphen, the most first; None if WeasyPrint is to find
    them. They are cached with the dictionaries of a document."""
    if not breaking.patterns:
        return ()
    stop = measured.following(place)
    if stop is not None and stop - place < 2:
        return None  # WeasyPrint goes on into the next word then
    text = measured.text[place : None if stop is None else stop - 1]
    cache = context.dictionaries.setdefault(("bookbuilder", breaking.patterns, *breaking.limits), {})
    if text not in cache:
        cache[text] = _hyphen_places(breaking, text, context)
    places: tuple[int, ...] = cache[text]
    return places


def _hyphen_places(breaking: BreakStyle, text: str, context: Any) -> tuple[int, ...]:
    """Return where the first word of a text that is long enough may be hyphenated."""
    total, left, right = breaking.limits
    at, rest = 0, text
    while rest:
        bounds = line_break.get_next_word_boundaries(rest, breaking.patterns)
        if not bounds:
            break
        start, stop = bounds
        if stop - start >= total:
            key = (breaking.patterns, left, right, total)
            if key not in context.dictionaries:
                context.dictionaries[key] = line_break.pyphen.Pyphen(
                    lang=breaking.patterns, left=left, right=right
                )
            heads = context.dictionaries[key].iterate(rest[start:stop])
            return tuple(at + start + len(head) for head, _ in heads)
        rest = rest[stop:]
        at += stop
    return ()


def break_style(style: Any) -> BreakStyle | None:
    """Return how the texts of a style are broken; None if WeasyPrint is to break them."""
    return cached(style, "bookbuilder_break_style", _break_style)


def _break_style(style: Any) -> BreakStyle | None:
    words = word_cache(style) if style["word_break"] != "break-all" else None
    if words is None:
        return None
    key = (words, *(style[name] for name in _BROKEN_BY))
    cache = style_caches(style).others
    if key not in cache:
        lang = style["lang"]
        hyphenated = lang and style["hyphens"] == "auto"
        patterns = line_break.pyphen.language_fallback(lang) if hyphenated else None
        cache[key] = BreakStyle(
            words, style["white_space"], style["overflow_wrap"], lang, patterns or "",
            style["hyphenate_character"], style["hyphenate_limit_chars"], style["hyphenate_limit_zone"],
        )  # fmt: skip
    breaking: BreakStyle = cache[key]
    return breaking


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
