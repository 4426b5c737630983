"""Finds the line and column of each key in a TOML text, which tomllib does not give.

tomllib has accepted the text, so keys only have to be found, not judged. TOML 1.0: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from bookbuilder.diagnostics import Span
from bookbuilder.small_text_cache import cached_by_text

KeyPath: TypeAlias = tuple[str | int, ...]
"""The path to a value: names of keys, and indexes in arrays from 0: `("book", "authors", 0, "name")`."""

_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_STRING = re.compile(r'''"""(?:\\.|[^\\])*?""""{0,2}|\'{3}.*?\'{3,5}|"(?:\\.|[^"\\])*"|'[^']*\'''', re.DOTALL)
_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[^,\]}\n#]*")


@cached_by_text(64)  # a theme.toml is read for each edition
def key_positions(text: str) -> Mapping[KeyPath, tuple[int, int]]:
    """Return key path → (line, column) of the key, counted from 1 in characters; for an array item, of its start.

    A table that several headers mention is where it is named first.
    """
    lines = [0, *(m.end() for m in re.finditer("\n", text))]
    positions: dict[KeyPath, tuple[int, int]] = {}
    line = 0
    for path, offset in sorted(_Scanner(text).found.items(), key=lambda item: item[1]):
        while line + 1 < len(lines) and lines[line + 1] <= offset:
            line += 1
        positions[path] = (line + 1, offset - lines[line] + 1)
    return MappingProxyType(positions)


def nearest_position(path: KeyPath, positions: Mapping[KeyPath, tuple[int, int]]) -> tuple[int, int]:
    """Return the position of a key, or of the closest table around it; (0, 0) for the whole file."""
    while path and path not in positions:
        path = path[:-1]
    return positions.get(path, (0, 0))


def key_spans(text: str, file: str) -> dict[KeyPath, Span]:
    """Return key path → span of the key in the file that has this text."""
    return {keys: Span(file, *place) for keys, place in key_positions(text).items()}


def nearest_span(path: KeyPath, spans: Mapping[KeyPath, Span], default: Span) -> Span:
    """Return the span of a key, or of the closest table around it; `default` if there is none."""
    while path and path not in spans:
        path = path[:-1]
    return spans.get(path, default)


@dataclass(frozen=True, slots=True)
class KeyExtents:
    """Offsets in a TOML text: of each key (of an array item its start), start and end of each value, and the end of the
    last line of each table with a header."""

    keys: Mapping[KeyPath, int]
    values: Mapping[KeyPath, tuple[int, int]]
    tables: Mapping[KeyPath, int]


def key_extents(text: str) -> KeyExtents:
    """Return the offsets of the keys, values and tables of a TOML text."""
    result = _Scanner(text)
    return KeyExtents(result.found, result.values, result.ends)


def key_mentions(text: str) -> tuple[tuple[KeyPath, int, int], ...]:
    r"""Return every place where a part of a key is written, with its path: start and end as offsets. A table has a place for
    each header that names it.

    >>> key_mentions("[a]\n[a.b]\nc = 1\n")
    ((('a',), 1, 2), (('a',), 5, 6), (('a', 'b'), 7, 8), (('a', 'b', 'c'), 10, 11))
    """
    return tuple(_Scanner(text).mentions)


class _Scanner:
    """Scans the text once and notes the offset of every key."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[KeyPath, int] = {}
        self.values: dict[KeyPath, tuple[int, int]] = {}
        self.ends: dict[KeyPath, int] = {}
        self.sizes: dict[KeyPath, int] = {}  # items of each array of tables so far
        self.mentions: list[tuple[KeyPath, int, int]] = []
        table: KeyPath = ()
        while self.skip(_GAP) < len(text):
            table = self.header() if text[self.at] == "[" else self.pair(table)
            self.ends[table] = self.at

    def skip(self, pattern: re.Pattern[str]) -> int:
        """Go past what matches here and return the new offset."""
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def keys(self, table: KeyPath = ()) -> Iterator[tuple[str, int]]:
        """Yield the parts of a dotted key inside a table, and their offsets."""
        while match := _KEY.match(self.text, self.skip(_SPACE)):
            name = _name(match[0])
            table = (*table, name)
            self.mentions.append((table, *match.span()))
            yield name, self.at
            self.at = match.end()
            if not self.text.startswith(".", self.skip(_SPACE)):
                return
            self.at += 1

    def header(self) -> KeyPath:
        """Read `[a.b]` or `[[a.b]]` and return the path of the table that begins."""
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        path: KeyPath = ()
        names = list(self.keys())
        for index, (name, offset) in enumerate(names):
            path = (*path, name)
            self.found.setdefault(path, offset)
            if many and index == len(names) - 1:
                self.sizes[path] = self.sizes.get(path, 0) + 1
            if path in self.sizes:
                path = (*path, self.sizes[path] - 1)
                self.found.setdefault(path, offset)
        self.at += 2 if many else 1
        return path

    def pair(self, table: KeyPath) -> KeyPath:
        """Read `a.b = value` inside a table and return the table."""
        path = table
        for name, offset in self.keys(table):
            path = (*path, name)
            self.found.setdefault(path, offset)
        self.at += 1  # the equals sign
        self.value(path)
        return table

    def value(self, path: KeyPath) -> None:
        """Read a value; tables and arrays have keys of their own."""
        begin = self.skip(_SPACE)
        start = self.text[begin]
        if start == "{":
            self.items("}", path)
        elif start == "[":
            self.items("]", path)
        else:
            self.skip(_STRING if start in "\"'" else _BARE)
        self.values[path] = begin, self.at

    def items(self, end: str, path: KeyPath) -> None:
        """Read the inside of an inline table or an array."""
        self.at += 1
        index = 0
        while self.text[self.skip(_GAP)] != end:
            if end == "}":
                self.pair(path)
            else:
                self.found[*path, index] = self.at
                self.value((*path, index))
                index += 1
            if self.text[self.skip(_GAP)] == ",":
                self.at += 1
        self.at += 1


def _name(written: str) -> str:
    """Return a key as tomllib reads it."""
    if "\\" in written:  # an escape, or a backslash in a literal key
        return next(iter(tomllib.loads(f"{written} = 0")))
    return written[1:-1] if written[0] in "\"'" else written
