"""A chapter as its parser sees it, and where the lines of its file start."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from markdown_it.token import Token

from bookbuilder.markdown import front_matter
from bookbuilder.markdown.markdown_parser import parser


@dataclass(frozen=True, slots=True)
class Laid:
    """The tokens of blocks (`Token.map` counts the lines below the `first`), the lines, and where each starts; one start
    more says where the file ends, as if its last line had an end."""

    tokens: list[Token]
    first: int
    lines: list[str]
    starts: list[int]


def laid(text: str) -> Laid:
    """Return a chapter as its parser sees it."""
    _, body, first = front_matter.split(text)
    tokens: list[Token] = []
    md = parser()
    md.block.parse(body.replace("\0", "\ufffd"), md, {}, tokens)
    lines = text.split("\n")
    return Laid(tokens, first, lines, list(accumulate((len(line) + 1 for line in lines), initial=0)))
