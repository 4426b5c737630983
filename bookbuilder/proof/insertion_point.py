"""Finds the place in a file where new words go."""

from __future__ import annotations

import re

from bookbuilder.document import nodes
from bookbuilder.proof.block_source import BlockSource

CLOSING_BRACKET = re.compile(r"\](?:\{[^{}\n]*\}|\([^()\n]*\))")
"""The end of words in brackets, with what is said of them."""


def parents_of(source: BlockSource, number: int) -> tuple[nodes.Inline, ...]:
    """Return the markup that a character stands in; none outside of the text."""
    return source.pieces[number].parents if 0 <= number < len(source.pieces) else ()


def insertion_point(source: BlockSource, number: int, new: str) -> int | None:
    """Return the offset where new words go, before a character of a text; None if no place in the file is known. Between
    words that are marked up and others, new ones are not, unless they continue the word."""
    text, ranges = source.block.text, source.ranges
    before, after = number - 1, number
    while (
        before >= 0 and ranges[before] is None and text[before].isspace() and source.kinds[before] == "text"
    ):
        before -= 1
    left = ranges[before] if before >= 0 else None
    right = ranges[after] if after < len(text) else None
    behind_left = left[1] if left is not None else -1
    if before >= 0 and left is None and source.kinds[before] == "value":
        behind_left = source.end_of_value(before)
    if left is not None and source.name_key(before):
        closing = CLOSING_BRACKET.match(source.file.text, left[1])
        same = (
            right is not None
            and source.name_key(after)
            and parents_of(source, before) == parents_of(source, after)
        )
        if same:
            return None
        behind_left = closing.end() if closing else -1
    at_right = right[0] if right is not None and not source.name_key(after) else -1
    if right is None and after < len(text) and source.kinds[after] == "value":
        at_right = source.start_of(after)
    if (
        after < len(text)
        and source.name_key(after)
        and right is not None
        and not source.name_key(max(before, 0))
    ):
        at_right = right[0] - 1 if source.file.text[right[0] - 1 : right[0]] == "[" else -1
    if behind_left < 0 or at_right < 0:
        return max(behind_left, at_right) if max(behind_left, at_right) >= 0 else None
    if number and (before < number - 1 or text[before] == "\n"):
        return at_right
    if left is not None and source.file.text[left[0] : left[1]].endswith("\n"):
        return at_right
    if source.depth(before) != source.depth(after):
        if new[:1].isalnum() and text[before].isalnum() and before == number - 1:
            return behind_left
        if new[-1:].isalnum() and text[after].isalnum():
            return at_right
        return behind_left if source.depth(before) < source.depth(after) else at_right
    # Behind a call of a note where a space says that the words belong to what follows.
    return at_right if new[:1].isspace() and source.kinds[before] == "value" else behind_left
