"""Finds line and column in the source file of each character of a text, whose escapes, entities, quotation marks and line
ends were changed meanwhile; none behind the first difference that is not understood."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from bookbuilder.diagnostics import Span

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PREFIX = re.compile(r"[ \t>]*")
_QUOTES = frozenset("\"'«»‘’‚“”„‹›")
_DASHES = frozenset("-–—")
_MARKUP = 8
"""Characters of markup that may stand between the place of a text and its first character, as in `<https://…>`."""
_LONG, _SHORT = re.compile(r" ?-{1,3} ?"), re.compile(r"-{1,3}")


def locate_characters(text: str, span: Span, lines: Sequence[str]) -> list[Span | None]:
    """Return the position of each character of a text that starts at `span` in a file of `lines`.

    Typography may have changed marks, dashes and spaces. None for characters that are not in the file, such as an added
    space, and for all behind the point where text and file diverge.
    """
    result: list[Span | None] = []
    line, column = span.line, span.column
    if not (0 < line <= len(lines)):
        return [None] * len(text)
    source = lines[line - 1]
    last = len(source.rstrip())
    for letter in text:
        if letter.isspace() and column > last and line < len(lines):
            line, column = line + 1, 1
            source = lines[line - 1]
            last = len(source.rstrip())
            prefix = _PREFIX.match(source)
            column += prefix.end() if prefix else 0
            result.append(None)
            continue
        width = written_width(letter, source, column - 1)
        if width is None:
            break
        result.append(Span(span.path, line, column) if width else None)
        column += width
    return result + [None] * (len(text) - len(result))


def locate_text(text: str, span: Span, lines: Sequence[str]) -> list[Span | None]:
    """Return the positions of the characters of a text that begins at a place, or behind markup there, or in the next
    line."""
    best: list[Span | None] = [None] * len(text)
    if not 0 < span.line <= len(lines):
        return best
    tried = [Span(span.path, span.line, max(span.column, 1) + skipped) for skipped in range(_MARKUP)]
    following = lines[span.line] if span.line < len(lines) else ""
    indented = _PREFIX.match(following)
    for place in (*tried, Span(span.path, span.line + 1, indented.end() + 1 if indented else 1)):
        found = locate_characters(text, place, lines)
        if text and _first_visible(text, found):
            return found
    return best


def _first_visible(text: str, found: Sequence[Span | None]) -> bool:
    """Whether enough of the beginning of a text was found: its first characters, at most four."""
    places = [place for character, place in zip(text, found, strict=True) if not character.isspace()]
    return bool(places) and all(places[:4])


def written_width(letter: str, source: str, position: int) -> int | None:
    """Return how many characters of the line, from a position (from 0), a character of the text stands for; None if they
    differ."""
    first = source[position : position + 1]
    if first == "\\" and source[position + 1 : position + 2] == letter:
        return 2
    if first == "&" and (match := _ENTITY.match(source, position)) and html.unescape(match[0]) == letter:
        return match.end() - position
    if first == letter:
        return 1
    if letter in "\u00a0\u202f ":
        return 1 if first in (" ", "\u00a0", "\u202f") and first else 0
    if letter == "…" and source.startswith("...", position):
        return 3
    if letter == "·" and first == "\u00ad":  # between the parts of a long word
        return 1
    if letter in _QUOTES and first in _QUOTES and first:
        return 1
    if letter in _DASHES:
        match = (_LONG if letter == "—" else _SHORT).match(source, position)
        return match.end() - position if match else None
    return None
