"""The JSON Schema of theme.toml: the settings of the program's theme, and what each can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookbuilder.html.theme_inheritance import DEFAULT, KEY
from bookbuilder.html.theme_settings import BILINGUAL, READING, SCRIPT
from bookbuilder.html.token_checks.token_check import token_checks
from bookbuilder.json_schema import Schema

CHECKED: Mapping[str, Schema] = {
    name: schema for check in token_checks() for name, schema in check.schemas.items()
}
"""What each setting can be, or each of a table."""


def theme_schema(tokens: Mapping[str, Any], descriptions: Mapping[str, str]) -> Schema:
    """Return the schema of theme.toml; `tokens` are those of the program's theme.

    Keys of the author's own are allowed, since a style sheet may ask for them.
    """
    tables = {key: value for key, value in tokens.items() if key not in (BILINGUAL, SCRIPT, READING)}
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
            READING: {
                "type": "object",
                "properties": dict.fromkeys(tokens.get(READING, {}), overriding),
                "description": descriptions["reading.large.….…"],
            },
            SCRIPT: {
                "type": "object",
                "additionalProperties": overriding,
                "description": descriptions["script.Arab.….…"],
            },
        },
        "definitions": {key: _table((key,), value, descriptions) for key, value in tables.items()},
    }


def _table(keys: tuple[str, ...], tokens: Mapping[str, Any], descriptions: Mapping[str, str]) -> Schema:
    properties: dict[str, Schema] = {}
    for key, value in tokens.items():
        inner = (*keys, key)
        if isinstance(value, dict):
            properties[key] = _table(inner, value, descriptions)
        else:
            known = {"default": value, "description": descriptions[".".join(inner)]}
            properties[key] = {**(CHECKED.get(".".join(inner)) or CHECKED[inner[0]]), **known}
    return {"type": "object", "properties": properties}
