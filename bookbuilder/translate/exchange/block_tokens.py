"""Parses a chapter into block tokens of markdown-it and the offset of each line, to cut its texts out and put others in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from markdown_it.token import Token

from bookbuilder.markdown import front_matter
from bookbuilder.markdown.markdown_parser import parser


@dataclass(frozen=True, slots=True)
class ParsedChapter:
    """The block tokens (`Token.map` counts from line `first`), the lines, and the offset of each line; one more offset is
    the end of the file, as if its last line ended with a line break."""

    tokens: list[Token]
    first: int
    lines: list[str]
    starts: list[int]


def parse_chapter(text: str) -> ParsedChapter:
    """Return a chapter's block tokens and lines."""
    _, body, first = front_matter.split(text)
    tokens: list[Token] = []
    md = parser()
    md.block.parse(body.replace("\0", "\ufffd"), md, {}, tokens)
    lines = text.split("\n")
    return ParsedChapter(tokens, first, lines, list(accumulate((len(line) + 1 for line in lines), initial=0)))
