"""Turns the words around the key of a citation, `[vgl. *auch* @kant]`, into inlines of pandoc."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from bookbuilder.markdown.markdown_parser import parser
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Inlines

_MARKED = re.compile(r"[*_~^=`\\&]")
_KINDS = {"em": "Emph", "strong": "Strong", "s": "Strikeout", "sub": "Subscript", "sup": "Superscript"}


def marked_words(text: str) -> Inlines:
    """Return words with their emphasis, raised and lowered signs, and code; other marks stay as they are written.

    >>> marked_words("vgl. *auch*")
    [{'t': 'Str', 'c': 'vgl.'}, {'t': 'Space'}, {'t': 'Emph', 'c': [{'t': 'Str', 'c': 'auch'}]}]
    """
    if not _MARKED.search(text):
        return ast.words(text)
    # The parser takes the blanks at the ends of a line away.
    bare = text.strip(" ")
    start = text.index(bare) if bare else len(text)
    (line,) = parser().parseInline(bare)
    content, _ = _run(line.children or [], 0)
    ends = ([ast.SPACE] if start else []), ([ast.SPACE] if start + len(bare) < len(text) else [])
    return [*ends[0], *content, *ends[1]]


def _run(tokens: Sequence[Token], index: int) -> tuple[Inlines, int]:
    """Return the inlines up to the mark that closes them, and the index of that."""
    result: Inlines = []
    while index < len(tokens) and tokens[index].nesting != -1:
        token = tokens[index]
        if token.nesting == 1:
            content, index = _run(tokens, index + 1)
            kind = _KINDS.get(token.type.removesuffix("_open"))
            result += [ast.inline(kind, content)] if kind else content
        elif token.type == "code_inline":
            result.append(ast.code(token.content))
        elif token.type in ("softbreak", "hardbreak"):
            result.append(ast.SPACE)
        else:
            result += ast.words(token.content)
        index += 1
    return result, index
