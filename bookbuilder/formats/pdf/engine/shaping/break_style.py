"""Says how the texts of a style are broken into lines, measures them, and finds where their words are hyphenated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.marks import NAME
from bookbuilder.formats.pdf.engine.setup.custom_property import custom_property
from bookbuilder.formats.pdf.engine.shaping.shared_style import cached
from bookbuilder.formats.pdf.engine.shaping.text_widths import MeasuredText, MeasuredTexts
from bookbuilder.formats.pdf.engine.shaping.word_cache import WordCache, style_caches, word_cache

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.layout import LayoutContext

_BROKEN_BY = (
    *("white_space", "word_break", "overflow_wrap", "lang", "hyphens", "hyphenate_character"),
    *("hyphenate_limit_chars", "hyphenate_limit_zone"),
)
"""The properties that the ends of lines depend on, besides those that glyphs depend on."""
CODE = "code"
"""The value of `--line-parts` for text that is parted behind the signs that part names in it, not between syllables."""
_PART_OF_CODE = re.compile(r"(?<=\w)(?:[./_:\\-]+|\(\)?)(?=\w)|(?<=\w\w[a-z\d])(?=[A-Z]\w\w)")
"""Where code may be parted: behind its signs, and before a capital letter within a name (`requiresChange`)."""
_PLAIN_WORD = re.compile(
    "([a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+)[.,;:!?\u2026)\u00bb\u00ab\u201c\u201d]*"
)
"""Letters with punctuation behind them, of which it is known that they are one word (UAX 29)."""


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
    zone: object


def break_style(style: Style) -> BreakStyle | None:
    """Return how the texts of a style are broken; None if WeasyPrint is to break them."""
    return cached(style, "break_style", _break_style)


def _break_style(style: Style) -> BreakStyle | None:
    words = word_cache(style) if style["word_break"] != "break-all" else None
    if words is None:
        return None
    parts = custom_property(style, "__line_parts")
    key = (words, parts, *(style[name] for name in _BROKEN_BY))
    cache = style_caches(style).others
    if key not in cache:
        lang = style["lang"]
        hyphenated = lang and style["hyphens"] == "auto"
        patterns = line_break.pyphen.language_fallback(lang) if hyphenated else None
        if parts == CODE:
            patterns = CODE
        cache[key] = BreakStyle(
            words, style["white_space"], style["overflow_wrap"], lang, patterns or "",
            style["hyphenate_character"], style["hyphenate_limit_chars"], style["hyphenate_limit_zone"],
        )  # fmt: skip
    breaking: BreakStyle = cache[key]
    return breaking


def measured_text(breaking: BreakStyle, text: str, context: LayoutContext) -> tuple[MeasuredText, int] | None:
    """Return a text that ends with this one, measured, and the place in it where this one begins; None if these are not made
    of words. What was laid out before, with another document, has no part in it."""
    key = NAME, breaking
    texts: MeasuredTexts | None = context.dictionaries.get(key)
    if texts is None:
        texts = MeasuredTexts(breaking.cache, breaking.lang, breaking.overflow != "normal")
        context.dictionaries[key] = texts
    return texts.find(text)


def hyphenation_points(
    breaking: BreakStyle, measured: MeasuredText, place: int, context: LayoutContext
) -> tuple[int, ...] | None:
    """Return how many letters behind a break may stay before it with a hyphen, the most first; None if WeasyPrint is to find
    them. They are cached with the dictionaries of a document."""
    if not breaking.patterns:
        return ()
    stop = measured.following(place)
    if stop is not None and stop - place < 2:
        return None  # WeasyPrint goes on into the next word then
    text = measured.text[place : None if stop is None else stop - 1]
    cache = context.dictionaries.setdefault((NAME, breaking.patterns, *breaking.limits), {})
    if text not in cache:
        cache[text] = _hyphen_places(breaking, text, context)
    places: tuple[int, ...] = cache[text]
    return places


def _hyphen_places(breaking: BreakStyle, text: str, context: LayoutContext) -> tuple[int, ...]:
    """Return where the first word of a text that is long enough may be hyphenated, or where code may be parted."""
    if breaking.patterns == CODE:
        return tuple(found.end() for found in _PART_OF_CODE.finditer(text))[::-1]
    total, left, right = breaking.limits
    at, rest = 0, text
    while rest:
        plain = _PLAIN_WORD.fullmatch(rest)
        bounds = plain.span(1) if plain else line_break.get_next_word_boundaries(rest, breaking.patterns)
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
