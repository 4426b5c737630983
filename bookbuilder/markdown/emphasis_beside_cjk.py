"""Lets `*` and `**` open and close beside Chinese, Japanese and Korean punctuation, which stands without spaces:
`**「要点」**です`, `*雨量計。*右`.

CommonMark 0.31, 6.2 takes the signs beside punctuation for those of another word, and leaves them as they stand. The rule
is that of the CJK-friendly amendment: a CJK character, punctuation included, is neither punctuation nor space, and beside
one a run of signs opens before punctuation and closes behind it. Texts without such characters are parsed as ever.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_STRUCK = 2
"""Signs of text that is struck out: `~~`."""
_EMOJI = 0x1F000
"""From here on a wide symbol is an emoji, which counts as punctuation everywhere."""


class _Neighbour(NamedTuple):
    """What a character beside a run of signs is; `punctuation` is that of a script with spaces."""

    space: bool
    punctuation: bool
    cjk: bool
    sign: bool
    """Whether it is punctuation of any script."""


def emphasis_beside_cjk(md: MarkdownIt) -> None:
    """Replace the rules for emphasis and for text that is struck out."""
    md.inline.ruler.at("emphasis", _emphasis)
    md.inline.ruler.at("strikethrough", _strikethrough)


def _emphasis(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    length, opens, closes = _scan(state, splits_words=marker == "*")
    for _ in range(length):
        _delimiter(state, marker, length, opens, closes)
    state.pos += length
    return True


def _strikethrough(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "~":
        return False
    length, opens, closes = _scan(state, splits_words=True)
    if length < _STRUCK:
        return False
    if length % _STRUCK:
        state.push("text", "", 0).content = "~"
    for _ in range(length // _STRUCK):
        _delimiter(state, "~~", 0, opens, closes)
    state.pos += length
    return True


def _delimiter(state: StateInline, signs: str, length: int, opens: bool, closes: bool) -> None:
    state.push("text", "", 0).content = signs
    place = len(state.tokens) - 1
    state.delimiters.append(Delimiter(ord(signs[0]), length, place, -1, opens, closes))


def _scan(state: StateInline, *, splits_words: bool) -> tuple[int, bool, bool]:
    """Return the length of a run of signs, and whether it can open and close."""
    src, start, end = state.src, state.pos, state.pos
    while end < state.posMax and src[end] == src[start]:
        end += 1
    before = _neighbour(src[start - 1] if start else " ")
    behind = _neighbour(src[end] if end < state.posMax else " ")
    left = not behind.space and (not behind.punctuation or before.space or before.punctuation or before.cjk)
    right = not before.space and (not before.punctuation or behind.space or behind.punctuation or behind.cjk)
    opens = left and (splits_words or not right or before.sign)
    closes = right and (splits_words or not left or behind.sign)
    return end - start, opens, closes


def _neighbour(character: str) -> _Neighbour:
    code = ord(character)
    cjk = code > 0x10FF and code < _EMOJI and unicodedata.east_asian_width(character) in "WFH"
    sign = isMdAsciiPunct(code) or isPunctChar(character)
    return _Neighbour(isWhiteSpace(code), sign and not cjk, cjk or code >= 0x20000, sign)
