"""The characters that a book needs in its fonts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

ALWAYS = " \u00a0\u00ad-\u2010\u2011…"
"""Characters that readers add: spaces, hyphens, the ellipsis of cut-off text."""

SURROGATES = range(0xD800, 0xE000)
"""Halves of a pair in UTF-16. No character is one; an escape of one is U+FFFD in CSS (CSS Syntax 3, 4.3.7)."""


def needed_characters(css: str, texts: Iterable[str]) -> frozenset[str]:
    """Return the characters that a book needs in its fonts: those of the texts, of the style sheet (with its escapes
    resolved), and those that readers add; in both cases, since a style sheet can change that; and decomposed letters also in
    composed form, which is used where a font has it.

    >>> sorted(needed_characters(r'p::before { content: "\\2014" }', ["ß"]) & {"—", "S", "ß", "ẞ"})
    ['S', 'ß', '—']
    >>> "é" in needed_characters("", ["e\u0301"]), "é" in needed_characters("", ["e", "\u0301"])
    (True, False)
    >>> max(needed_characters(r'p::before { content: "\\d83d\\de00" }', [])) < "\\ud800"
    True
    """
    points = (int(point, 16) for point in re.findall(r"\\([0-9a-fA-F]{1,6})", css))
    printed = {chr(point) for point in points if 0 < point < 0x110000 and point not in SURROGATES}
    found = printed.union(css, ALWAYS, *(text + normalize("NFC", text) for text in texts))
    return frozenset(found).union(*(c.upper() + c.lower() for c in found))
