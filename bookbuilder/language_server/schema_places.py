"""Walks a JSON Schema along the keys of a TOML file: what a key means, which keys a table has, what a value can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bookbuilder.json_schema import Schema

_DEEPEST = 16
"""Schemas that are looked into one below the other."""


def schema_of(schemas: Mapping[str, Schema], path: str) -> Schema | None:
    """Return the schema of a file of a book; None if it has none."""
    theme = path.startswith("styles/") and path.endswith("/theme.toml")
    return schemas.get("theme" if theme else path.removesuffix(".toml"))


def described(schema: Schema | None, path: tuple[str | int, ...]) -> str:
    """Return what the manual says of the key at a path; empty if it says nothing."""
    found = [str(one["description"]) for one in _at(schema, path) if "description" in one]
    return found[0] if found else ""


def keys(schema: Schema | None, path: tuple[str | int, ...]) -> dict[str, str]:
    """Return the keys that the table at a path can have, with their meanings."""
    result: dict[str, str] = {}
    for one in _at(schema, path):
        for key, inner in _mapping(one, "properties").items():
            result.setdefault(
                key, next((str(a["description"]) for a in _ways(schema, inner) if "description" in a), "")
            )
    return dict(sorted(result.items()))


def values(schema: Schema | None, path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the closed words that the value at a path can be, as TOML writes them."""
    result: dict[str, None] = {}
    for one in _at(schema, path):
        for word in one.get("enum", ()):
            result[f'"{word}"'] = None
        if one.get("type") == "boolean":
            result |= {"true": None, "false": None}
    return tuple(result)


def _at(schema: Schema | None, path: tuple[str | int, ...]) -> Iterator[Mapping[str, Any]]:
    """Yield the schemas of the value at a path."""
    here = list(_ways(schema, schema)) if schema else []
    for key in path:
        inner = [below for one in here for below in _below(one, key)]
        here = [way for one in inner for way in _ways(schema, one)]
    yield from here


def _below(schema: Mapping[str, Any], key: str | int) -> Iterator[Mapping[str, Any]]:
    """Yield the schemas of a key of a table, or of the items of a list."""
    if isinstance(key, int):
        if isinstance(items := schema.get("items"), Mapping):
            yield items
        return
    if key in (known := _mapping(schema, "properties")):
        yield known[key]
        return
    for pattern, inner in _mapping(schema, "patternProperties").items():
        if re.search(pattern, key):
            yield inner
            return
    if isinstance(other := schema.get("additionalProperties"), Mapping):
        yield other


def _ways(root: Schema | None, schema: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield a schema and those that it offers or refers to."""
    if not isinstance(schema, Mapping) or depth > _DEEPEST:
        return
    yield schema
    if isinstance(name := schema.get("$ref"), str) and root:
        definitions = _mapping(root, "definitions")
        yield from _ways(root, definitions.get(name.rpartition("/")[2]), depth + 1)
    for way in ("anyOf", "allOf"):
        for one in schema.get(way, ()):
            yield from _ways(root, one, depth + 1)


def _mapping(schema: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = schema.get(key, {})
    return found if isinstance(found, Mapping) else {}
