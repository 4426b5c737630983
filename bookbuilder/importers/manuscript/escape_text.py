"""Escapes plain text as Markdown that prints it literally, whatever flavour of Markdown reads it."""

from __future__ import annotations

import re
import unicodedata

from bookbuilder.limits import WORD, unbroken

_SIGNS = re.compile(r"[\\`*_\[\]<{}~^$|#]|=(?==)|(?<==)=|%(?=%)|(?<=%)%|(?<=\()@|&(?=#?\w+;)")
_START = re.compile(r"[-+>:%]|=(?!=)|(?P<number>\d{1,9})[.)](?=\s|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_LINES = re.compile("[\n\r\t\u2028\u2029\x85]")
_EDGE = str.maketrans({"\u00a0": "&nbsp;", "\u202f": "&#8239;", "\u2009": "&#8201;", "\u3000": "&#12288;"})
"""Spaces that a parser would take from the beginning and end of a text."""


def printable(text: str) -> str:
    """Return a text on one line, without characters that cannot be printed, composed (NFC)."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", _LINES.sub(" ", text)))


def escape_text(text: str) -> str:
    """Return a printable text as Markdown inside a line.

    >>> escape_text("*fast* 5 < 6 & {x}")
    '\\\\*fast\\\\* 5 \\\\< 6 & \\\\{x\\\\}'
    """
    return _SIGNS.sub(r"\\\g<0>", text)


def escape_start(markdown: str) -> str:
    """Return the Markdown of a text so that it begins a paragraph, not a list or a quotation.

    >>> escape_start("17. Januar"), escape_start("- nein")
    ('17\\\\. Januar', '\\\\- nein')
    """
    match = _START.match(markdown)
    if match is None:
        return markdown
    if number := match["number"]:
        return f"{number}\\{markdown[len(number) :]}"
    return f"\\{markdown}"


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
