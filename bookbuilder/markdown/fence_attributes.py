"""Reads the attributes behind a fence of code: `{.python #code:x caption="Words"}`, also behind the name of the language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import Inline
from bookbuilder.markdown.attributes import (
    BROKEN,
    CODE_KEYS,
    Attributes,
    attributes,
    keys,
    split_trailing_braces,
    token_attributes,
)
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.layout_attributes import LAYOUT, without_layout

_CAPTION = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![^\s{])caption=(?:"((?:[^"\\]|\\.)*)"|([\w:-]+)(?=[\s}]))')
_ATTRIBUTES = re.compile(r"\{[ \t]*(?:[.#]|[\w-]+=|numbers[\s}])")
_LANGUAGE = re.compile(r"\{(?:[^\"{}.]|\"(?:[^\"\\]|\\.)*\")*?(?<=[\s{])(\.([^\s{}#.]+))(?=[\s}])")
"""The language, which is the first class."""
_PANDOC_NUMBERS = re.compile(r"(?<=[\s{])\.(?:numberLines|number-lines)(?=[\s}])")
_PANDOC_START = re.compile(r"(?<=[\s{])startFrom=\"?(\d+)\"?(?=[\s}])")
"""How pandoc numbers the lines of code."""
_NUMBERS = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![^\s{])numbers(?=[\s}])')
"""The key that may stand without a value."""


@dataclass(frozen=True, slots=True)
class FenceAttributes:
    """The attributes of a block of code with its caption, and where each key stands."""

    given: Attributes
    caption: tuple[Inline, ...]
    places: Mapping[str, Span]


def fence_language(info: str) -> str:
    """Return the language of a fence by what stands behind it.

    >>> [fence_language(info) for info in ("python", "{.c++ #x}", "rust,ignore {#x}", '{caption="x"}', "")]
    ['python', 'c++', 'rust,ignore', '', '']
    """
    if not info.startswith("{"):
        return info.split(maxsplit=1)[0].partition("{")[0] if info else ""
    language = _LANGUAGE.match(info)
    return language[2] if language else ""


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
    return not info.startswith("{") or _ATTRIBUTES.match(info) is not None


def written_attributes(convert: Conversion, token: Token, span: Span) -> dict[str, Any]:
    """Return the attributes of a block of code as they are written, those above it as well. Reports `attribute.broken`."""
    raw: dict[str, Any] = token_attributes(token)
    info = token.info.strip()
    start = info.find("{")
    if token.type == "fence" and start >= 0 and has_attributes(info):
        row = token.map[0] if token.map else 0
        braces = _braces(convert, info, span)
        if braces is None:
            column = convert.source.lines[row].find("{") + 1
            convert.report(BROKEN, convert.source.span(row, column), text=info[start:])
        raw |= braces or {}
    return raw


def fence_attributes(convert: Conversion, token: Token, span: Span) -> FenceAttributes:
    """Return the attributes of a block of code, those above it as well. Reports `attribute.*`."""
    raw = written_attributes(convert, token, span)
    if not raw and "{" not in token.info:
        return FenceAttributes(Attributes(), (), {})
    row = token.map[0] if token.map else 0
    line = convert.source.lines[row]
    behind = {key: convert.source.span(row, at + 1) for at, key in keys(line, 0, len(line))}
    if flag := next((match for match in _NUMBERS.finditer(line) if match[0] == "numbers"), None):
        behind["numbers"] = convert.source.span(row, flag.start() + 1)
    places = {key: behind.get(key) or convert.source.key_above(token, key) or span for key in CODE_KEYS}
    given = attributes(raw, CODE_KEYS, span, convert.report)
    return FenceAttributes(given, _caption(convert, given.options.get("caption", ""), row, places), places)


def _braces(convert: Conversion, info: str, span: Span) -> dict[str, str] | None:
    """Return the attributes in the braces of a fence, but for its language; None if they cannot be read."""
    written = info[info.find("{") :]
    if not info.startswith("{"):
        written = f" {written}"
    elif language := _LANGUAGE.match(written):
        written = written[: language.start(1)] + written[language.end(1) :]
    flavour = convert.dialect.flavour
    given: dict[str, str] = {}
    if flavour.citations and (numbered := _PANDOC_NUMBERS.search(written)):
        start = _PANDOC_START.search(written)
        given["numbers"] = start[1] if start else "yes"
        written = written[: numbered.start()] + written[numbered.end() :]
    if flavour.layout:
        written, left_out = without_layout(written)
        if left_out and "numbers" not in given:
            convert.tally.add(LAYOUT, span, left_out)
    _, braces = split_trailing_braces(_NUMBERS.sub(_with_value, written))
    return None if braces is None else given | braces


def _with_value(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith('"') else "numbers=yes"


def _caption(convert: Conversion, caption: str, row: int, places: Mapping[str, Span]) -> tuple[Inline, ...]:
    if not caption:
        return ()
    start, end = caption_range(convert.source.lines[row])
    if convert.source.lines[row][start:end] == caption:
        return convert.text(caption, convert.source.span(row, start + 1))
    return convert.text(caption, places["caption"], _unknown)


def _unknown(_: int) -> None:
    """Return no place for the letters of a caption, which stands above the code or has escaped quotation marks."""
