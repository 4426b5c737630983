"""Leads a part of a printed text to its place in the chapter, and says what stands there: text, a fact, a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.document import nodes
from bookbuilder.document.character_positions import written_width
from bookbuilder.document.text_blocks import TextBlock, TextPiece
from bookbuilder.proof.book_letters import BookLetters
from bookbuilder.proof.find_words import WordsPlace
from bookbuilder.proof.mark import MarkSubject

Lines = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where words stand in the chapters, behind which character they end, what they are, and the key of that."""

    start: Span = NOWHERE
    end: Span = NOWHERE
    about: MarkSubject = MarkSubject.TEXT
    key: str = ""


class SourcePlaces:
    """The places of the texts of a book. `lines` returns the lines of a file."""

    def __init__(self, book: BookLetters, lines: Lines) -> None:
        self._book, self._lines = book, lines
        self._positions: dict[int, tuple[Span | None, ...]] = {}

    def place(self, words: WordsPlace, *, changes: bool) -> SourcePlace:
        """Return the place of words; `changes` says that the mark changes them, so that a part of a fact counts as the
        fact."""
        if words.block == words.end_block and words.start == words.end:
            return self._point(words.block, words.start)
        start, end, missing = None, None, False
        known = False
        pieces: list[TextPiece] = []
        for number in range(words.block, words.end_block + 1):
            block = self._book.blocks[number]
            begin = words.start if number == words.block else 0
            behind = words.end if number == words.end_block else len(block.text)
            positions = self._of(number)
            pieces += _pieces(block, begin, behind)
            values = _values(block)
            for character in range(begin, behind):
                position = positions[character]
                if character in values:
                    first, last = values[character]
                    start = start or position or positions[first]
                    end = self._next(number, last)
                elif position is not None:
                    start = start or position
                    end, known = self._behind(block.text[character], position), True
                elif block.text[character].isalnum():
                    missing = True
                    behind_it = self._next(number, character)
                    end = behind_it if end is None else max(end, behind_it)
        about, key = _about(pieces, made=not known or (missing and changes), changes=changes)
        if start is None or end is None:
            start = end = self._near(words.block, words.start)
        return SourcePlace(start, max(start, end), about, key)

    def _next(self, number: int, character: int) -> Span:
        """Return the place of the first character from one on that is in the file; the end of the line if there is none in
        it."""
        before = self._near(number, character)
        positions = self._of(number)
        place = next((one for one in positions[character:] if one is not None), None)
        if place is not None and (place.path, place.line) == (before.path, before.line):
            return place
        lines = self._lines(before.path) if before.path else ()
        line = lines[before.line - 1] if 0 < before.line <= len(lines) else ""
        return Span(before.path, before.line, max(len(line.rstrip()) + 1, before.column))

    def _point(self, number: int, character: int) -> SourcePlace:
        block, positions = self._book.blocks[number], self._of(number)
        inside = [
            piece
            for piece, at in zip(block.pieces, block.starts, strict=True)
            if at < character < at + len(piece.text)
        ]
        if inside and inside[0].kind == "value":
            about, key = _about(inside, made=False, changes=True)
            return SourcePlace(inside[0].span, inside[0].span, about, key)
        # Behind the character before it: what stands between, such as the end of bold type, belongs to neither.
        if character and (before := positions[character - 1]) is not None:
            place = self._behind(block.text[character - 1], before)
            return SourcePlace(place, place)
        if character < len(positions) and (behind := positions[character]) is not None:
            return SourcePlace(behind, behind)
        place = self._near(number, character)
        known = any(positions)
        return SourcePlace(place, place, MarkSubject.TEXT if known else MarkSubject.MADE)

    def _of(self, number: int) -> tuple[Span | None, ...]:
        if number not in self._positions:
            self._positions[number] = self._book.blocks[number].positions(self._lines)
        return self._positions[number]

    def _behind(self, character: str, place: Span) -> Span:
        """Return the place behind a character, which may be written as several: `&amp;`, `\\\\*`."""
        lines = self._lines(place.path)
        width = written_width(character, lines[place.line - 1], place.column - 1) or 1
        return Span(place.path, place.line, place.column + width)

    def _near(self, number: int, character: int) -> Span:
        positions = self._of(number)
        before = next((one for one in reversed(positions[: character + 1]) if one is not None), None)
        behind = next((one for one in positions[character:] if one is not None), None)
        return before or behind or self._book.blocks[number].span


def _values(block: TextBlock) -> dict[int, tuple[int, int]]:
    """Return the characters of a text that facts and formulas print, each with the first one and the one behind the last."""
    return {
        character: (start, start + len(piece.text))
        for piece, start in zip(block.pieces, block.starts, strict=True)
        if piece.kind in ("value", "formula")
        for character in range(start, start + len(piece.text))
    }


def _pieces(block: TextBlock, begin: int, behind: int) -> list[TextPiece]:
    """Return the pieces of a part of a text that are more than space."""
    return [
        piece
        for piece, start in zip(block.pieces, block.starts, strict=True)
        if block.text[max(start, begin) : min(start + len(piece.text), behind)].strip()
    ]


def _about(pieces: Sequence[TextPiece], *, made: bool, changes: bool) -> tuple[MarkSubject, str]:
    facts = [piece for piece in pieces if piece.kind == "value"]
    if facts and (changes or len(facts) == len(pieces)):
        node = facts[0].node
        return MarkSubject.FACT, node.name if isinstance(node, nodes.Value) else ""
    names = [_name(piece) for piece in pieces]
    if names and all(names):
        # MarkedWords in brackets are printed as they are; the form of a name is in names.toml alone.
        return (MarkSubject.NAME if made else MarkSubject.TEXT), names[0]
    return (MarkSubject.MADE if made else MarkSubject.TEXT), ""


def _name(piece: TextPiece) -> str:
    return next((node.name for node in piece.parents if isinstance(node, nodes.IndexMark) and node.name), "")
