"""Texts of editors, which count UTF-16 code units from 0, while our lines and columns count characters from 1."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

_LINE_END = re.compile(r"\r\n|\r|\n")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
"""Characters that take two units of UTF-16."""
_MARK = "\ufeff"
"""The byte order mark, which is no character of the text."""


@dataclass(frozen=True)
class EditorText:
    """A text as an editor has it: line ends and byte order mark as they are."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @cached_property
    def _ends(self) -> list[int]:
        """The end of each line, without what ends it."""
        return [*(match.start() for match in _LINE_END.finditer(self.text)), len(self.text)]

    @cached_property
    def plain(self) -> str:
        """The text as the program reads it (`world.decode`)."""
        return self.text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def lines(self) -> list[str]:
        """The lines of `plain`."""
        return self.plain.split("\n")

    def offset(self, line: int, character: int) -> int:
        """Return the offset of a position of an editor; of one outside the text the end of its line, or of the text, and of
        one inside a character its start."""
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[line], self._ends[line]
        return start + _characters(self.text[start:end], max(character, 0))

    def editor_position(self, line: int, column: int) -> tuple[int, int]:
        """Return line and character of an editor for a line and column of ours; 0 means the whole file or line."""
        row = min(max(line - 1, 0), len(self._starts) - 1)
        start, end = self._starts[row], self._ends[row]
        shift = row == 0 and self.text.startswith(_MARK)
        place = min(start + max(column - 1, 0) + shift, end)
        return row, _units(self.text[start:place])

    def place(self, line: int, character: int) -> tuple[int, int]:
        """Return line and column of ours for a position of an editor."""
        offset = self.offset(line, character)
        row = bisect_right(self._starts, offset) - 1
        shift = row == 0 and self.text.startswith(_MARK)
        return row + 1, max(offset - self._starts[row] + 1 - shift, 1)

    def changed(self, start: tuple[int, int], end: tuple[int, int], new: str) -> EditorText:
        """Return the text after an edit between two positions of an editor; in the wrong order they are an insertion at the
        first."""
        first = self.offset(*start)
        last = max(self.offset(*end), first)
        return EditorText(self.text[:first] + new + self.text[last:])


def _units(text: str) -> int:
    """Return how many units of UTF-16 a text takes."""
    return len(text) if text.isascii() else len(text) + len(_ASTRAL.findall(text))


def _characters(line: str, units: int) -> int:
    """Return how many whole characters the first units of a line are."""
    if line.isascii() or _ASTRAL.search(line) is None:
        return min(units, len(line))
    taken = 0
    for index, letter in enumerate(line):
        taken += 1 + (letter > "\uffff")
        if taken > units:
            return index
    return len(line)
