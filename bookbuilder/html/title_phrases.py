"""Marks where a title in Japanese, Chinese or Thai may be parted on a screen: `wbr` between its phrases.

An element has no letters, so search, copying and readers aloud find the title as it was written. A class asks for lines
that end only there (`base.css`, `epub-new.css`). Print needs no marks: its engine knows the places
(`formats.pdf.engine.layout.title_plan`).
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import Markup

from bookbuilder.html.chapter_renderer import Renderer
from bookbuilder.html.medium import Medium
from bookbuilder.locales.title_phrases import WHOLE_ELEMENTS, has_phrases, is_without_spaces, phrase_places

_PIECE = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)[^<>]*?(?P<void>/?)>|&[^;\s]+;|.", re.DOTALL)
"""A tag, a character reference or a character; attributes contain no angle brackets, which are escaped."""
_OBJECT = "\ufffc"
"""What stands for a picture."""


def title_markup(words: Markup, r: Renderer, lang: str = "") -> Markup:
    """Return the markup of a title of a chapter, parted between phrases; `lang` is its language if it is another one."""
    return screen_title(words, r.medium, lang or r.chapter.lang)


def screen_title(words: Markup, medium: Medium, lang: str = "") -> Markup:
    """Return the markup of a title, parted between phrases except in print; `lang` is its language if it is not that of the
    medium."""
    return words if medium.footnotes else phrased(words, lang or medium.locale.tag)


def phrased(words: Markup, tag: str) -> Markup:
    """Return the markup of a title with `wbr` between its phrases, in an element with the class for it; unchanged in a
    language with spaces, and if it is in Latin letters.

    >>> phrased(Markup("<em>外交</em>の一週間"), "ja")
    Markup('<span class="phrases"><em>外交</em>の<wbr/>一週間</span>')
    """
    if not words or not has_phrases(tag):
        return words
    text, starts = _characters(words)
    # A line may end behind a space without a mark.
    places = [starts[place] for place in phrase_places(text, tag) if not text[place - 1].isspace()]
    if not is_without_spaces(text):
        return words
    parts, last = [], 0
    for place in places:
        if place is not None:
            parts.append(words[last:place])
            last = place
    parts.append(words[last:])
    return Markup('<span class="phrases">{}</span>').format(Markup("<wbr/>").join(parts))


def _characters(words: Markup) -> tuple[str, list[int | None]]:
    """Return the text of markup, and for each of its characters where a line may begin with it in the markup: None inside of
    an element that stays whole."""
    text, starts = "", list[int | None]()
    depth, begin = 0, None
    for piece in _PIECE.finditer(words):
        name, place = piece["name"], piece.start()
        if name is None:
            shown = unescape(piece[0])
            text += shown
            starts += [None] * len(shown)
            starts[-len(shown)] = begin if begin is not None else None if depth else place
            begin = None
        elif piece["void"]:
            if name in ("br", "img"):
                text += "\n" if name == "br" else _OBJECT
                starts.append(None)
        elif piece["end"]:
            depth -= 1 if depth else 0
        elif depth or name in WHOLE_ELEMENTS or 'class="noteref"' in piece[0]:
            if not depth:
                begin = place
            depth += 1
    return text, starts
