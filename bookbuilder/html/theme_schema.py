"""The JSON Schema of theme.toml: the settings of the program's theme, and what each can be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bookbuilder.html import contrast
from bookbuilder.html.theme import BILINGUAL, SCRIPT
from bookbuilder.html.theme_inheritance import DEFAULT, KEY
from bookbuilder.html.token_checks.token_check import token_checks
from bookbuilder.json_schema import ANY_TEXT, BOOLEAN, Schema, either, matching

CHECKED: Mapping[str, Schema] = {
    name: schema for check in token_checks() for name, schema in check.schemas.items()
}
"""Settings whose values the program checks, or whole tables of them."""
COLOUR = matching(r"[^#].*|#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
"""A colour of CSS; only those in hexadecimal digits are looked at."""
USUAL: Mapping[str, tuple[str, ...]] = {
    "page.marks": ("none", "crop", "cross", "crop cross"),
    "chapter.start": ("page", "right", "left", "auto"),
    "chapter.first": ("page", "right", "left", "auto"),
    "text.figures": ("oldstyle-nums", "lining-nums"),
    "text.hyphens": ("auto", "manual"),
    "text.align": ("justify", "start"),
    "contents.depth": ("1", "2"),
}
"""Words that editors offer; style sheets may know others."""


def theme_schema(tokens: Mapping[str, Any], descriptions: Mapping[str, str]) -> Schema:
    """Return the schema of theme.toml; `tokens` are those of the program's theme.

    Keys of the author's own are allowed, since a style sheet may ask for them.
    """
    tables = {key: value for key, value in tokens.items() if key not in (BILINGUAL, SCRIPT)}
    references: dict[str, Schema] = {key: {"$ref": f"#/definitions/{key}"} for key in tables}
    overriding: Schema = {"type": "object", "properties": references}
    return {
        "type": "object",
        "properties": {
            KEY: {
                "type": "string",
                "default": DEFAULT,
                "description": 'the theme whose settings and files this one has where it has none of its own; "" for none',
            },
            **references,
            BILINGUAL: {**overriding, "description": descriptions["bilingual.….…"]},
            SCRIPT: {
                "type": "object",
                "additionalProperties": overriding,
                "description": descriptions["script.Arab.….…"],
            },
        },
        "definitions": {key: _table((key,), value, descriptions) for key, value in tables.items()},
    }


def _table(keys: tuple[str, ...], tokens: Mapping[str, Any], descriptions: Mapping[str, str]) -> Schema:
    """Return the schema of a table of settings."""
    properties: dict[str, Schema] = {}
    for key, value in tokens.items():
        inner = (*keys, key)
        if isinstance(value, dict):
            properties[key] = _table(inner, value, descriptions)
        else:
            known = {"default": value, "description": descriptions[".".join(inner)]}
            properties[key] = {**_value(inner, value), **known}
    return {"type": "object", "properties": properties}


def _value(keys: tuple[str, ...], value: object) -> Schema:
    """Return the schema of a setting whose value in the program's theme is `value`."""
    token = ".".join(keys)
    if checked := CHECKED.get(token) or CHECKED.get(keys[0]):
        return checked
    if isinstance(value, bool):
        return BOOLEAN
    if keys[:-1] in contrast.GROUNDS:
        return COLOUR
    number = isinstance(value, str) and re.fullmatch(r"[0-9]+", value)
    free: Schema = {"type": ["string", "number"]} if number else ANY_TEXT
    return either({"enum": list(USUAL[token])}, free) if token in USUAL else free
