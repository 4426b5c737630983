"""The characters of a printed text, each with the characters of its file that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.character_positions import written_width
from bookbuilder.document.text_blocks import TextBlock, TextPiece
from bookbuilder.world.source_lines import with_line_feeds

_LINE_END = re.compile(r"\r\n|\r|\n")
_SOFT_BREAK = re.compile(r"[*_~\[`^=]*?([ \t]*(?:\r\n|\r|\n)[ \t>]*)[*_~\[`^=]*")
"""The end of a line in a paragraph, perhaps with markup beside it; the next line may begin as in a quotation."""


class FileText:
    """The text of a file, with the offsets of its lines. `text` keeps its line ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: Sequence[str] = with_line_feeds(text).split("\n")
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def offset(self, place: Span) -> int:
        """Return the number of characters before a place."""
        return self.starts[place.line - 1] + place.column - 1

    def place(self, path: str, offset: int) -> Span:
        """Return the place behind this number of characters."""
        from bisect import bisect_right

        line = bisect_right(self.starts, offset)
        return Span(path, line, offset - self.starts[line - 1] + 1)


@dataclass(frozen=True, eq=False)
class BlockSource:
    """A text of a chapter and its file. `path` is that of the file."""

    block: TextBlock
    path: str
    file: FileText

    @cached_property
    def ranges(self) -> tuple[tuple[int, int] | None, ...]:
        """Return for each character of the text the range of offsets in its file; None if nothing there says it: a space
        that typography has added, what a fact prints, words that the program makes."""
        text, result = self.block.text, list[tuple[int, int] | None]()
        places = self.block.positions(lambda path: self.file.lines if path == self.path else ())
        kinds = self.kinds
        for letter, place, kind in zip(text, places, kinds, strict=True):
            if place is None or kind not in ("text", "code") or place.path != self.path:
                result.append(None)
                continue
            line = self.file.lines[place.line - 1]
            width = written_width(letter, line, place.column - 1)
            start = self.file.offset(place)
            result.append((start, start + width) if width else None)
        for number, letter in enumerate(text):
            if result[number] is None and letter.isspace() and kinds[number] == "text":
                result[number] = self._soft_break(result, number)
        return tuple(result)

    def _soft_break(self, ranges: Sequence[tuple[int, int] | None], number: int) -> tuple[int, int] | None:
        before = ranges[number - 1] if number else None
        after = ranges[number + 1] if number + 1 < len(ranges) else None
        if before is None or after is None:
            return None
        match = _SOFT_BREAK.fullmatch(self.file.text, before[1], after[0])
        return match.span(1) if match else None

    @cached_property
    def bounds(self) -> tuple[int, int] | None:
        """Return the offsets of the first character and behind the last one; None if the file has none of them."""
        known = [one for one in self.ranges if one is not None]
        values = [
            self.file.offset(piece.span)
            for piece in self.block.pieces
            if piece.kind == "value" and self._here(piece.span)
        ]
        if not known and not values:
            return None
        return min([*(one[0] for one in known), *values]), max([*(one[1] for one in known), *values])

    def _here(self, span: Span) -> bool:
        return span.path == self.path and 0 < span.line <= len(self.file.lines)

    def start_of(self, number: int) -> int:
        """Return the offset of the piece that a character belongs to, -1 if it is not in the file."""
        if not 0 <= number < len(self.pieces):
            return -1
        span = self.pieces[number].span
        return self.file.offset(span) if self._here(span) else -1

    def end_of_value(self, number: int) -> int:
        """Return the offset behind the markup of the value that a character belongs to; -1 if it is not understood."""
        start = self.start_of(number)
        match = _VALUE.match(self.file.text, start) if start >= 0 else None
        return match.end() if match else -1

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Return the kind of piece of each character."""
        return tuple(piece.kind for piece in self.block.pieces for _ in piece.text)

    @cached_property
    def pieces(self) -> tuple[TextPiece, ...]:
        """Return the piece of each character."""
        return tuple(piece for piece in self.block.pieces for _ in piece.text)

    def depth(self, number: int) -> int:
        """Return how much markup a character stands in; 0 outside of the text."""
        return len(self.pieces[number].parents) if 0 <= number < len(self.pieces) else 0

    def name_key(self, number: int) -> str:
        """Return the key of the name that a character belongs to, empty for none."""
        for parent in self.pieces[number].parents:
            if isinstance(parent, nodes.IndexMark) and parent.name:
                return parent.name
        return ""

    def fact_key(self, number: int) -> str:
        """Return the key of the fact that a character belongs to; empty for none, and for what is computed."""
        node = self.pieces[number].node
        return node.name if isinstance(node, nodes.Value) else ""

    def calls_between(self, start: int, end: int) -> bool:
        """Whether a note is called, or a picture stands, between two numbers of characters, not at them."""
        return any(
            piece.kind in ("note", "picture", "locators") and start < at < end
            for piece, at in zip(self.block.pieces, self.block.starts, strict=True)
        )


_VALUE = re.compile(r"\[[^\[\]\n]*\]\{[^{}\n]*\}")
