"""Reads the attributes behind a fence of code: `{.python #code:x caption="Words"}`, also behind the name of the language."""

from __future__ import annotations

import re
from typing import Any

from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import Inline
from bookbuilder.markdown.attributes import (
    BROKEN,
    CODE_KEYS,
    Attributes,
    attributes,
    split_trailing_braces,
    token_attributes,
)
from bookbuilder.markdown.conversion import Conversion

_CAPTION = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![^\s{])caption=(?:"((?:[^"\\]|\\.)*)"|([\w:-]+)(?=[\s}]))')
_CLASS = re.compile(r"\{[ \t]*\.([^\s{}#.]+)(?=[\s}])")
"""The language, where it is the first class."""


def fence_language(info: str) -> str:
    """Return the language of a fence by what stands behind it.

    >>> [fence_language(info) for info in ("python", "{.c++ #x}", "rust,ignore {#x}", '{caption="x"}', "")]
    ['python', 'c++', 'rust,ignore', '', '']
    """
    if not info.startswith("{"):
        return info.split(maxsplit=1)[0].partition("{")[0] if info else ""
    language = _CLASS.match(info)
    return language[1] if language else ""


def caption_range(line: str) -> tuple[int, int]:
    """Return where the caption stands in a line with braces; twice 0 if there is none.

    >>> caption_range('```{.python marks="a caption=" caption="Words"}')
    (40, 45)
    """
    for match in _CAPTION.finditer(line, max(line.find("{"), 0)):
        if match.lastindex:
            return match.span(match.lastindex)
    return 0, 0


def has_attributes(info: str) -> bool:
    """Whether braces behind a fence are attributes, and not code that another program runs: `{python}`."""
    start = info.find("{")
    return start > 0 or info[start + 1 :].lstrip(" \t")[:1] in (".", "#") or "=" in info


def written_attributes(convert: Conversion, token: Token, span: Span) -> dict[str, Any]:
    """Return the attributes of a block of code as they are written, those above it as well. Reports `attribute.broken`."""
    raw = token_attributes(token)
    info = token.info.strip()
    start = info.find("{")
    if token.type == "fence" and start >= 0 and has_attributes(info):
        written = _CLASS.sub("{", info[start:])
        _, braces = split_trailing_braces(written)
        if braces is None:
            convert.report(BROKEN, span, text=info[start:])
        raw |= braces or {}
    return raw


def fence_attributes(convert: Conversion, token: Token, span: Span) -> tuple[Attributes, tuple[Inline, ...]]:
    """Return the attributes of a block of code and its caption. Reports `attribute.*`."""
    given = attributes(written_attributes(convert, token, span), CODE_KEYS, span, convert.report)
    caption = given.options.get("caption", "")
    if not caption:
        return given, ()
    row = token.map[0] if token.map else 0
    start, end = caption_range(convert.source.lines[row])
    if convert.source.lines[row][start:end] == caption:
        return given, convert.text(caption, convert.source.span(row, start + 1))
    place = convert.source.key_above(token, "caption") or span
    return given, convert.text(caption, place, _unknown)


def _unknown(_: int) -> None:
    """Return no place for the letters of a caption, which stands above the code or has escaped quotation marks."""
