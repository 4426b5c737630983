"""The parts of a JSON Schema (draft-07) that describe values of a TOML file to editors.

A schema refuses less than the program: it knows the types, the keys and the closed words, not what depends on another value.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

Schema: TypeAlias = Mapping[str, object]
"""A schema, or a part of one, as JSON data."""

ANY_TEXT: Schema = {"type": "string"}
NONEMPTY: Schema = {"type": "string", "pattern": r"\S"}
BOOLEAN: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "format": "date"}
"""A date of TOML without a time, which editors hand to a schema as a text."""


def matching(pattern: str) -> Schema:
    """Return the schema of a text that matches a regular expression as a whole (common to ECMA 262, Rust and Python).

    >>> matching("a|b")
    {'type': 'string', 'pattern': '^(?:a|b)$'}
    """
    return {"type": "string", "pattern": f"^(?:{pattern})$"}


def words(values: Collection[str]) -> Schema:
    """Return the schema of a text that is one of some words."""
    return {"enum": sorted(values)}


def array(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def closed_table(keys: Mapping[str, Schema], needed: Collection[str] = ()) -> Schema:
    """Return the schema of a table with a fixed set of keys, of which some are needed."""
    required = {"required": sorted(needed)} if needed else {}
    return {"type": "object", "properties": keys, "additionalProperties": False, **required}


def free_table(value: Schema, key: str = "") -> Schema:
    """Return the schema of a table whose keys are the author's; all match the pattern `key` if one is given."""
    if not key:
        return {"type": "object", "additionalProperties": value}
    return {"type": "object", "patternProperties": {f"^(?:{key})$": value}, "additionalProperties": False}


def either(*schemas: Schema) -> Schema:
    """Return the schema of a value that satisfies one of several."""
    return {"anyOf": list(schemas)}
