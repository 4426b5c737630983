"""Finds the top-level elements of a chapter (paragraphs, lists, tables, boxes), each with its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookbuilder.markdown import front_matter
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.exchange.block_tokens import parse_chapter


def element_ranges(text: str) -> list[tuple[int, int, int, int]]:
    """Return the top-level elements of a file: first and last line (from 1), start and end offset."""
    file = parse_chapter(text)
    tokens, first, lines, starts = file.tokens, file.first, file.lines, file.starts
    result: list[tuple[int, int, int, int]] = []
    braces: int | None = None
    for token in tokens:
        if token.type == "attrs_block" and token.level == 0 and token.map:
            # Attributes in braces belong to the element below.
            braces = token.map[0] + first if braces is None else braces
        elif token.level == 0 and token.nesting >= 0 and token.map:
            begin, end = token.map[0] + first, min(token.map[1] + first, len(lines))
            if (
                token.type == "container_directive_open"
                and end < len(lines)
                and lines[end].strip()[:3] == ":::"
            ):
                end += 1  # the parser does not count the closing line of a directive
            # markdown-it counts the blank lines behind a list as lines of it.
            while end > begin + 1 and not lines[end - 1].strip():
                end -= 1
            begin, braces = begin if braces is None else braces, None
            result.append((begin + 1, end, starts[begin], min(starts[end], len(text))))
    return result


def elements(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int, list[Block]]]:
    """Yield start, end and blocks of each top-level element. The front matter, which cannot be moved, starts at -1."""
    first = front_matter.split(text)[2]
    head = [block for block in blocks if block.line <= first]
    if head:
        yield -1, -1, head
    rest = blocks[len(head) :]
    position = 0
    for first, last, start, end in element_ranges(text):
        inner = []
        while position < len(rest) and rest[position].line <= last:
            if rest[position].line >= first:  # link definitions are in no element
                inner.append(rest[position])
            position += 1
        yield start, end, inner
