"""Finds the parts of a chapter that can stand for themselves: paragraphs, lists, tables, boxes, each with its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookbuilder.markdown import front_matter
from bookbuilder.translate.blocks import Block
from bookbuilder.translate.exchange.laid import laid


def parts(text: str) -> list[tuple[int, int, int, int]]:
    """Return the parts of a file: paragraphs, lists, boxes …, each as a whole. Their first and last line, counted from 1,
    and where they start and end."""
    file = laid(text)
    tokens, first, lines, starts = file.tokens, file.first, file.lines, file.starts
    found: list[tuple[int, int, int, int]] = []
    braces: int | None = None
    for token in tokens:
        if token.type == "attrs_block" and token.level == 0 and token.map:
            # A line of braces belongs to what stands below it.
            braces = token.map[0] + first if braces is None else braces
        elif token.level == 0 and token.nesting >= 0 and token.map:
            begin, end = token.map[0] + first, min(token.map[1] + first, len(lines))
            if (
                token.type == "container_directive_open"
                and end < len(lines)
                and lines[end].strip()[:3] == ":::"
            ):
                end += 1  # the parser does not count the line that closes a directive
            while end > begin + 1 and not lines[end - 1].strip():
                end -= 1
            begin, braces = begin if braces is None else braces, None
            found.append((begin + 1, end, starts[begin], min(starts[end], len(text))))
    return found


def elements(text: str, found: Sequence[Block]) -> Iterator[tuple[int, int, list[Block]]]:
    """Yield the parts of a file with their start, their end and their blocks; the front matter, which cannot be put
    anywhere, starts at -1."""
    first = front_matter.split(text)[2]
    head = [block for block in found if block.line <= first]
    if head:
        yield -1, -1, head
    rest = found[len(head) :]
    at = 0
    for first, last, start, end in parts(text):
        inner = []
        while at < len(rest) and rest[at].line <= last:
            if rest[at].line >= first:  # the address of a link stands in no part
                inner.append(rest[at])
            at += 1
        yield start, end, inner
