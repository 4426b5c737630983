"""Parses addresses without signs around them, as GitHub does: `https://example.org`, `www.example.org`."""

from __future__ import annotations

import html
import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MARKUP = "literal"
"""What marks the tokens of such a link; its text is the address as it stands."""
_SCHEME = re.compile(r"https?\Z")
_HOST = r"[^\W_]+(?:[-_]+[^\W_]+)*(?:\.[^\W_]+(?:[-_]+[^\W_]+)*)*"
_REST = re.compile(rf"://{_HOST}(?::\d+)?(?:[/?#][^\s<>]*)?")
_WWW = re.compile(rf"(?<![\w@/.:-])www\.{_HOST}(?:[/?#][^\s<>]*)?", re.IGNORECASE)
_ENTITIES = re.compile(r"&[A-Za-z0-9]{1,31};")
_ENTITY = re.compile(r"&[A-Za-z0-9]+;\Z")


def literal_links(md: MarkdownIt) -> None:
    """Add the rule to a parser."""
    md.inline.ruler.push("literal_link", _with_scheme)
    md.inline.ruler2.push("literal_www", _without_scheme)


def _with_scheme(state: StateInline, silent: bool) -> bool:
    """Parse an address from its colon on; the scheme before it was taken for text."""
    if state.src[state.pos] != ":" or silent or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    # Five letters hold the longest scheme; searching all pending text would take quadratic time.
    scheme = _SCHEME.search(state.pending[-5:])
    start = state.pos - len(scheme[0]) if scheme else 0
    if scheme is None or (start and state.src[start - 1].isalnum()):
        return False
    match = _REST.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    end = trimmed(state.src, state.pos, match.end())
    state.pending = state.pending[: -len(scheme[0])]
    address = _ENTITIES.sub(lambda entity: html.unescape(entity[0]), state.src[start:end])
    if words := len(state.pending):
        state.pushPending().meta["pos"] = start - words
    state.tokens.extend(_link(address, address, start, end, state.level))
    state.pos = end
    return True


def _without_scheme(state: StateInline) -> None:
    """Divide the texts that hold an address beginning with www."""
    tokens: list[Token] = []
    links = 0
    for token in state.tokens:
        links += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type != "text" or links or "www." not in token.content.lower() or "pos" not in token.meta:
            tokens.append(token)
            continue
        last, start = 0, token.meta["pos"]
        for match in _WWW.finditer(token.content):
            end = trimmed(token.content, match.start(), match.end())
            if "." not in token.content[match.start() + 4 : end]:
                continue
            tokens += _text(token, last, match.start(), start)
            words = token.content[match.start() : end]
            tokens += _link(f"http://{words}", words, start + match.start(), start + end, token.level)
            last = end
        tokens += _text(token, last, len(token.content), start) if last else [token]
    state.tokens[:] = tokens


def _text(token: Token, first: int, last: int, start: int) -> list[Token]:
    """Return the part of a text between two offsets; its position is `start` for the whole."""
    if first == last:
        return []
    content, meta = token.content[first:last], {"pos": start + first, "end": start + last}
    return [Token("text", "", 0, level=token.level, content=content, meta=meta)]


def _link(address: str, words: str, start: int, end: int, level: int) -> list[Token]:
    places = {"pos": start, "end": end}
    return [
        Token("link_open", "a", 1, {"href": address}, level=level, markup=MARKUP, meta=dict(places)),
        Token("text", "", 0, level=level + 1, content=words, meta=dict(places)),
        Token("link_close", "a", -1, level=level, markup=MARKUP, meta=dict(places)),
    ]


def trimmed(text: str, start: int, end: int) -> int:
    """Return where an address ends: without the punctuation behind it, and without a bracket that it did not open."""
    closing = text.count(")", start, end) - text.count("(", start, end)
    while end > start:
        sign = text[end - 1]
        if sign == ")" and closing > 0:
            closing -= 1
        elif sign == ";" and (entity := _ENTITY.search(text, max(start, end - 32), end)):
            end = entity.start() + 1
        elif sign not in "?!.,:;*_~'\"[]{}“”‘’»«›‹":
            break
        end -= 1
    return end
