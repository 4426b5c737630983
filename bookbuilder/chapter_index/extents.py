"""Stretches of files, whose lines and columns count characters from 1."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.diagnostics import Span


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """A stretch of a file, from a line and column up to another, both counted from 1 in characters."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """Where it begins."""
        return Span(self.path, self.line, self.column)

    def holds(self, line: int, column: int) -> bool:
        """Whether a position is inside it, or at its end, where a cursor stands after a word."""
        return (self.line, self.column) <= (line, column) <= (self.end_line, self.end_column)


def extent(path: str, line: int, column: int, length: int) -> Extent:
    """Return the stretch of some characters of one line."""
    return Extent(path, line, column, line, column + length)
