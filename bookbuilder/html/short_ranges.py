"""Keeps short ranges in one line: of days, years or pages, as in 17.–21. Januar."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_RANGE = re.compile(r"(?<![\w.\u2013])\d{1,4}\.?\u2013\d{1,4}(?![\w\u2013])")
"""A range of days, years or pages. Unicode lets a line end behind its dash (UAX 14, BA)."""


def with_unbroken_ranges(text: str) -> Markup:
    """Return a text as markup, with short ranges that no line ends in.

    They get an element: a word joiner behind the dash would be among the letters that readers search for and copy.

    >>> with_unbroken_ranges("17.–21. Januar")
    Markup('<span class="range">17.–21</span>. Januar')
    """
    if "\u2013" not in text:
        return escape(text)
    parts, last = Markup(""), 0
    for match in _RANGE.finditer(text):
        parts += escape(text[last : match.start()]) + Markup('<span class="range">{}</span>').format(match[0])
        last = match.end()
    return parts + escape(text[last:])
