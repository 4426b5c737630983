"""Writes translations of words in drawings, and of alternative texts, into pictures.toml."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from bookbuilder import toml
from bookbuilder.project.edit_toml import quoted
from bookbuilder.toml_tables.positions import KeyPath, key_extents

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def with_picture_text(text: str, path: KeyPath, value: str) -> str | None:
    """Return pictures.toml with a text under its key path; None if it cannot be put there. Comments, order and other values
    stay. A table that is missing is put at the end."""
    new = _written(text, path, value)
    try:
        return new if toml.loads(new) == _expected(toml.loads(text), path, value) else None
    except ValueError:
        return None


def _written(text: str, path: KeyPath, value: str) -> str:
    extents = key_extents(text)
    *above, last = path
    table = tuple(above)
    line = f"{_key(last)} = {quoted(value)}"
    if path in extents.values:
        start, end = extents.values[path]
        old = text[start:end]
        like = old if old.startswith(("'", '"')) else ""  # a table with more about it becomes the text
        return f"{text[:start]}{quoted(value, like)}{text[end:]}"
    if table in extents.tables:
        end = _line_end(text, extents.tables[table])
        return f"{text[:end]}\n{line}{text[end:]}"
    for depth in range(len(table), 1, -1):
        if table[:depth] in extents.values:  # a table in a line
            start, end = extents.values[table[:depth]]
            inner = text[start + 1 : end - 1].rstrip().removesuffix(",")
            inside = line
            for name in reversed(table[depth:]):
                inside = f"{_key(name)} = {{ {inside} }}"
            comma = "," if inner.strip() else ""
            return f"{text[:start]}{{{inner}{comma} {inside} }}{text[end:]}"
    head = ".".join(map(_key, table))
    gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}[{head}]\n{line}\n"


def _key(name: str | int) -> str:
    return str(name) if _BARE.fullmatch(str(name)) else quoted(str(name))


def _expected(data: dict[str, Any], path: KeyPath, value: str) -> dict[str, Any]:
    wanted = deepcopy(data)
    table = wanted
    for key in path[:-1]:
        table = table.setdefault(str(key), {})
    table[str(path[-1])] = value
    return wanted


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
