"""Finds the markdown-it token that closes another one."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token


def closing_index(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the token that closes the one at `index` (itself, if it opens nothing); the number of tokens if
    none does."""
    depth = 0
    for place in range(index, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens)
