"""Validates the subject codes of booksellers and libraries: Thema (EDItEUR) and BISAC (BISG)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookbuilder import json_schema
from bookbuilder.project.project import Subject
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.value_parsers import (
    ValueParser,
    by_locale,
    nonempty_text,
    pattern,
    schemas_of,
    table,
)

THEMA = pattern(
    r"[A-Z][A-Z0-9]{0,9}|[1-6][A-Z][A-Z0-9-]{0,14}",
    "a code of Thema: a subject such as JPS, or a qualifier such as 1DTN",
)
BISAC = pattern(r"[A-Z]{3}[0-9]{6}", "a code of BISAC: three letters and six digits, such as POL011000")


def subject_parser(scheme: str, code: ValueParser[str]) -> ValueParser[Subject]:
    """A code of a scheme, or a table with its `code` and `name`."""
    keys: Mapping[str, ValueParser[object]] = {"code": code, "name": by_locale(nonempty_text)}
    needed = ("code",)

    def read(value: Any, spot: TomlLocation) -> Subject | None:
        if isinstance(value, str):
            parsed_code = code(value, spot)
            return Subject(scheme, parsed_code) if parsed_code else None
        parsed = table(value, spot, keys, needed)
        return (
            Subject(scheme, parsed["code"], parsed.get("name", {})) if parsed and "code" in parsed else None
        )

    as_table = json_schema.closed_table(schemas_of(keys), needed)
    return ValueParser(read, json_schema.either(code.schema, as_table))
