"""Writes words as the author of a chapter writes them: words that somebody typed in Word or into a note of a PDF, with the
quotation marks, spaces and dashes that a program put there."""

from __future__ import annotations

import re

from bookbuilder.importers.clean_text import printable
from bookbuilder.markdown.escape_markdown import escape_text

_DOUBLE, _SINGLE = "„“”«»‟", "‚‘‹›‛"
_SPACES = "\u00a0\u202f\u2009\u2002\u2003\u2007\u2008\u200a\u205f"
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_STRAIGHT = re.compile(r'(?<![={\\])"(?![}])')
"""A quotation mark of the text, not that of an attribute."""


def author_words(words: str, source: str, *, value: bool = False) -> str:
    """Return words of one line as Markdown for a place inside a line of a chapter, whose text is `source`; `value`: for the
    value of a key above it, where nothing is escaped.

    A typographic quotation mark stays in a chapter that has such marks itself; in others it is `"`, which typography makes
    into the mark of the language. Spaces that do not break become plain ones unless the chapter has the same ones.

    >>> author_words("„Nein“, sagte er\u00a0*", "Er sagte: \\"Ja.\\"")
    '"Nein", sagte er \\\\*'
    """
    body = _FRONT_MATTER.sub("", source, count=1) if source.startswith("---") else source
    words = printable(words)
    for space in _SPACES:
        if space in words and space not in body:
            words = words.replace(space, " ")
    if not value:
        if _STRAIGHT.search(body) and not any(mark in body for mark in _DOUBLE):
            words = re.sub(f"[{_DOUBLE}]", '"', words)
        if "'" in body and "’" not in body:
            words = re.sub(f"[{_SINGLE}’]", "'", words)
        if "..." in body and "…" not in body:
            words = words.replace("…", "...")
    return words if value else escape_text(words)
