"""Says what stands at a position of a TOML file that is being written: in a header, where a key begins, or in a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

_HEADER = re.compile(r"^[ \t]*\[(\[?)([^\[\]\n#]*)\]", re.MULTILINE)
_OPEN_HEADER = re.compile(r"[ \t]*\[\[?([\w\".' -]*)\Z")
_PART = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([A-Za-z0-9_-]+)")
_KEY = re.compile(r"[ \t]*((?:[A-Za-z0-9_-]+[ \t]*\.[ \t]*)*)([A-Za-z0-9_-]*)\Z")
_VALUE = re.compile(r"[ \t]*([A-Za-z0-9_\".' -]+?)[ \t]*=[ \t]*(.*)\Z", re.DOTALL)
_INNER = re.compile(r"(?:^|[{,])[ \t]*([A-Za-z0-9_-]*)\Z")
_INNER_VALUE = re.compile(r"(?:^|[{,])[ \t]*([A-Za-z0-9_-]+)[ \t]*=[ \t]*(\"?)([^\"{}\[\],]*)\Z")
_STRINGS = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")


@dataclass(frozen=True, slots=True)
class TablePlace:
    """In a header `[a.b`: the tables above, and the beginning of the last name."""

    path: tuple[str, ...]
    prefix: str
    closing: str = ""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a key begins: the table that it is in, the keys that this has already, and what stands behind."""

    path: tuple[str | int, ...]
    prefix: str
    given: frozenset[str] = frozenset()
    behind: str = ""


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """In the value of a key; `quoted`: a quotation mark stands before it."""

    path: tuple[str | int, ...]
    prefix: str
    quoted: bool = False


TomlPlace: TypeAlias = TablePlace | KeyPlace | ValuePlace


def toml_place_at(text: str, line: int, column: int) -> TomlPlace | None:
    r"""Return what stands at a line and column; None in comments and in texts.

    >>> toml_place_at("[a]\nkey = 1\nke", 3, 3)
    KeyPlace(path=('a',), prefix='ke', given=frozenset({'key'}), behind='')
    >>> toml_place_at('[a.b]\nc = { d = "x', 2, 13)
    ValuePlace(path=('a', 'b', 'c', 'd'), prefix='x', quoted=True)
    """
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return None
    before, behind = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    if "#" in _STRINGS.sub("", before):
        return None
    if match := _OPEN_HEADER.fullmatch(before):
        *above, last = (part.strip() for part in match[1].split("."))
        return TablePlace(tuple(above), last, "" if "]" in behind else "]")
    table, given = _table(lines, line - 1)
    if match := _VALUE.fullmatch(before):
        path = (*table, *_parts(match[1]))
        return _in_value(path, match[2])
    if match := _KEY.fullmatch(before):
        return KeyPlace((*table, *_parts(match[1])), match[2], given if not match[1] else frozenset(), behind)
    return None


def _in_value(path: tuple[str | int, ...], value: str) -> TomlPlace | None:
    """Return the place at the end of a value that is written up to here."""
    bare = _STRINGS.sub(lambda match: '"' + "x" * (len(match[0]) - 2) + '"', value)
    while bare.startswith(("{", "[")):
        if bare.startswith("["):
            path = (*path, 0)
            item = bare.rfind("{") if bare.count("{") > bare.count("}") else -1
            if item < 0:
                last = re.split(r"[\[,]", bare)[-1].strip()
                return _scalar(path, last)
            bare = bare[item:]
            continue
        inner = bare[1:]
        opened = inner.rfind("{")
        if opened >= 0 and inner.count("{") > inner.count("}"):
            key = re.search(r"([A-Za-z0-9_-]+)[ \t]*=[ \t]*\[?[^=]*\Z", inner[:opened])
            path = (*path, key[1]) if key else path
            bare = inner[opened:]
            continue
        if match := _INNER_VALUE.search(inner):
            return ValuePlace((*path, match[1]), match[3], bool(match[2]))
        if match := _INNER.search(inner):
            return KeyPlace(path, match[1], frozenset(re.findall(r"([A-Za-z0-9_-]+)[ \t]*=", inner)))
        return None
    return _scalar(path, bare)


def _scalar(path: tuple[str | int, ...], written: str) -> ValuePlace | None:
    quoted = written.startswith('"')
    inner = written[1:] if quoted else written
    return None if '"' in inner else ValuePlace(path, inner, quoted)


def _table(lines: list[str], row: int) -> tuple[tuple[str | int, ...], frozenset[str]]:
    """Return the table that a line is in, and the keys that it has."""
    path: tuple[str | int, ...] = ()
    first = 0
    for number in range(row - 1, -1, -1):
        if match := _HEADER.match(lines[number]):
            path, first = tuple(_parts(match[2])), number + 1
            if match[1]:
                path = (*path, 0)
            break
    last = next((n for n in range(row + 1, len(lines)) if _HEADER.match(lines[n])), len(lines))
    written = (
        re.match(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*[=.]", lines[n]) for n in range(first, last) if n != row
    )
    return path, frozenset(match[1] for match in written if match)


def _parts(dotted: str) -> Iterator[str]:
    for match in _PART.finditer(dotted):
        yield match[1] if match[1] is not None else match[2] if match[2] is not None else match[3]
