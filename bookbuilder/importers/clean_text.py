"""Cleans the text of manuscripts of what a book cannot print or set."""

from __future__ import annotations

import re
import unicodedata

from bookbuilder.limits import WORD, unbroken

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile("[\u2028\u2029\x85]")
_LINES = re.compile("[\n\r\t\u2028\u2029\x85]")
_EDGE = str.maketrans({"\u00a0": "&nbsp;", "\u202f": "&#8239;", "\u2009": "&#8201;", "\u3000": "&#12288;"})
"""Spaces that a parser would take from the beginning and end of a text."""


def printable(text: str) -> str:
    """Return a text on one line, without characters that cannot be printed, composed (NFC)."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", _LINES.sub(" ", text)))


def printable_lines(text: str) -> str:
    """Return lines of text without characters that cannot be printed, composed (NFC), with `\\n` for other line ends.

    What cannot be printed becomes a space, as the page break of a plain text.
    """
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", _BREAKS.sub("\n", text)))


def keep_edges(markdown: str) -> str:
    """Return the Markdown of a text without spaces around it, except those that do not break, written as entities."""
    markdown = markdown.strip(" \t\n")
    inner = markdown.strip()
    if inner == markdown:
        return markdown
    start = markdown.index(inner) if inner else len(markdown)
    end = start + len(inner)
    return markdown[:start].translate(_EDGE).strip(" ") + inner + markdown[end:].translate(_EDGE).strip(" ")


def break_long_words(text: str) -> tuple[str, bool]:
    """Return a text with places to break in words that are too long for the layout, and whether there were any."""
    if len(text) <= WORD or all(end - start <= WORD for start, end in unbroken(text)):
        return text, False
    parts, last = [], 0
    for start, end in unbroken(text):
        for at in range(start + WORD, end, WORD):
            parts.append(text[last:at])
            last = at
    parts.append(text[last:])
    return "\u200b".join(parts), True
