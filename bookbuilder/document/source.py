"""Finds the place in its file of each character of a text, which has lost marks, escapes and line ends on its way."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from bookbuilder.diagnostics import Span

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PREFIX = re.compile(r"[ \t>]*")
_QUOTES = frozenset("\"'«»‘’‚“”„‹›")
_DASHES = frozenset("-–—")


def located(text: str, span: Span, lines: Sequence[str]) -> list[Span | None]:
    """Return the place of each character of a text that starts at `span` in a file of `lines`.

    Typography may have changed marks, dashes and spaces meanwhile. None for what the file does not hold, such as a
    space that was added, and for everything behind a place where text and file go different ways.
    """
    found: list[Span | None] = []
    line, column = span.line, span.column
    if not (0 < line <= len(lines)):
        return [None] * len(text)
    for letter in text:
        source = lines[line - 1]
        rest = source[column - 1 :]
        if letter.isspace() and not rest.strip() and line < len(lines):
            line, column = line + 1, 1
            prefix = _PREFIX.match(lines[line - 1])
            column += prefix.end() if prefix else 0
            found.append(None)
            continue
        width = _width(letter, rest)
        if width is None:
            break
        found.append(Span(span.path, line, column) if width else None)
        column += width
    return found + [None] * (len(text) - len(found))


def _width(letter: str, rest: str) -> int | None:
    """Return how many characters of the file a character of the text stands for; None if the file has another one."""
    first = rest[:1]
    if first == "\\" and rest[1:2] == letter != "\\":
        return 2
    if first == "\\" and rest[1:2] == "\\" == letter:
        return 2
    if first == "&" and (match := _ENTITY.match(rest)) and html.unescape(match[0]) == letter:
        return match.end()
    if first == letter:
        return 1
    if letter in "\u00a0\u202f ":
        return 1 if first in (" ", "\u00a0", "\u202f") and first else 0
    if letter == "…" and rest.startswith("..."):
        return 3
    if letter in _QUOTES and first in _QUOTES and first:
        return 1
    if letter in _DASHES:
        match = re.match(r" ?-{1,3} ?" if letter == "—" else r"-{1,3}", rest)
        return match.end() if match else None
    return None
