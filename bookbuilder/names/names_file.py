"""Parses names.toml with a strict grammar; nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.json_schema import Schema, free_table
from bookbuilder.names.name import Name
from bookbuilder.names.parse_entry import NAME_RULES, definitions, is_key, parse_name
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.toml_table import read_table

SYNTAX = Rule(
    "names.syntax",
    "names.toml cannot be read: {problem}",
    "names.toml is TOML: a table for each index, such as [places], and in it a line or a table for each name.",
)
PLACE = Rule(
    "name.index",
    "{key!r} does not stand in an index",
    "A name belongs to an index: persons, places, organisations, or one with a word of your own (a to z, digits and"
    ' hyphens). It stands below its header, as in [places] and kyiv = "Kyiv", or has a table [persons.zelensky].',
)
TWICE = Rule(
    "name.twice",
    "there is already a name {name}, in the index {index}",
    "A name is asked for by its key alone, {name=kyiv}, so a key stands once in names.toml.",
)

INDEXES = ("persons", "places", "organisations")
"""The indexes of the program; a book may have others."""

_INDEX = r"[a-z][a-z0-9-]*"


def read_names(text: str, path: str, report: Report) -> dict[str, Name]:
    """Return the names of a `names.toml` by key; broken ones are reported (`names.*`, `name.*`) and left out."""
    file = read_table(text, path, report, SYNTAX)
    if file is None:
        return {}
    top = file.top(report, NAME_RULES)
    names: dict[str, Name] = {}
    for index, table in file.data.items():
        if not isinstance(table, dict) or not re.fullmatch(_INDEX, index):
            hint = "put a line such as [places] above it" if isinstance(table, str) else "name it with a to z"
            report(PLACE, file.span(index), key=index, hint=hint)
            continue
        if index not in INDEXES and any(
            is_key(key) for key, value in table.items() if isinstance(value, str)
        ):
            # [zelensky] and de = "…": a name without its index
            hint = Phrase("write [persons.{index}], or another index before the point", index=index)
            report(PLACE, file.span(index), key=index, hint=hint)
            continue
        for key, value in table.items():
            if key in names:
                report(TWICE, file.span(index, key), name=key, index=names[key].index)
            elif (parsed := parse_name(index, key, value, top.of(index, key).as_entry())) is not None:
                names[key] = parsed
    return names


def names_schema(descriptions: Mapping[str, str]) -> Schema:
    """Return the schema of names.toml: a table for each index, in it a text or a table for each name."""
    index = free_table({"$ref": "#/definitions/name"})
    known = {name: {**index, "description": f"the index of {name}"} for name in INDEXES}
    return {
        **free_table(index, _INDEX),
        "properties": known,
        "definitions": definitions(descriptions),
    }
