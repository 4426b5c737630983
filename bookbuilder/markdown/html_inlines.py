"""Pairs the raw HTML tags of a line: those that mark words become tokens that open and close."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from bookbuilder.markdown.html_blocks import INLINE
from bookbuilder.markdown.html_tree import DEPTH, VOID, Tag, read_tag

MARKS = frozenset((*INLINE, "abbr"))
OPEN, CLOSE, ENDED = "html_open", "html_close", "html_ended"
"""Types of tokens: a tag that opens a mark, one that closes it, and the end tag of a raw element, which is reported
once."""


def pair_html(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return tokens in which pairs of tags are pairs of tokens; `meta["tag"]` is the tag of every token of HTML."""
    if all(token.type != "html_inline" for token in tokens):
        return tokens
    out: list[Token] = []
    opened: list[tuple[int, str]] = []  # what is open: the index of a tag's token, or -1, and its name
    for token in tokens:
        tag = read_tag(token.content) if token.type == "html_inline" else None
        if tag is None:
            _track(token, opened)
            out.append(token)
            continue
        new = token.copy()
        new.meta = {**token.meta, "tag": tag}
        if tag.closes:
            _close(new, tag, opened, out)
        elif tag.name not in VOID:
            opened.append((len(out), tag.name))
        out.append(new)
    return out


def _track(token: Token, opened: list[tuple[int, str]]) -> None:
    """Note a mark of Markdown that begins, or drop what stayed open in one that ends."""
    if token.nesting == 1:
        opened.append((-1, ""))
    elif token.nesting == -1:
        while opened and opened.pop()[0] >= 0:
            pass


def _close(token: Token, tag: Tag, opened: list[tuple[int, str]], out: Sequence[Token]) -> None:
    """Pair an end tag with the tag that it ends, if that one stands in the same mark of Markdown."""
    # A bound, or thousands of tags that nothing ends would take quadratic time (decision 0042).
    for place in range(len(opened) - 1, max(len(opened) - DEPTH, 0) - 1, -1):
        index, name = opened[place]
        if index < 0:
            return
        if name == tag.name:
            if name in MARKS:
                out[index].type, out[index].nesting = OPEN, 1
                token.type, token.nesting = CLOSE, -1
            else:
                token.type = ENDED
            del opened[place:]
            return
