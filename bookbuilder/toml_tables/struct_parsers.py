"""Makes the parser of a table from a msgspec Struct, whose fields are its keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from msgspec import Meta, Struct, structs

from bookbuilder import json_schema
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.value_parsers import (
    ValueParser,
    any_text,
    boolean,
    date,
    list_of,
    map_of,
    number,
    one_of,
    table_of,
    whole,
)

S = TypeVar("S", bound=Struct)
_PLAIN: Mapping[Any, ValueParser[object]] = {str: any_text, bool: boolean, dt.date: date}


def parse_struct(kind: type[S], value: Any, spot: TomlLocation) -> S | None:
    """Return a table as a Struct of this type; None after reporting what does not fit."""
    return whole(_table(kind), value, spot)


def _table(kind: type[S]) -> ValueParser[S]:
    fields = structs.fields(kind)
    keys = {field.name: _parser(field.type) for field in fields}
    return table_of(keys, [field.name for field in fields if field.required], kind)


@cache
def _parser(kind: Any) -> ValueParser[Any]:
    """Return the parser of values of a type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        meta: Meta = inner[1]
        return number(inner[0], meta.ge, meta.le, above=meta.gt)
    if origin is Literal:
        return one_of(inner)
    if origin is UnionType:
        return _scalar(inner)
    if origin is Mapping:
        return map_of(_parser(inner[1]))
    if origin is tuple:
        return list_of(_parser(inner[0]), None if inner[-1] is Ellipsis else len(inner))
    return _PLAIN[kind] if kind in _PLAIN else _table(kind)


def _scalar(kinds: tuple[type, ...]) -> ValueParser[Any]:
    """Return the parser of a value of one of several types without items."""

    def read(value: Any, spot: TomlLocation) -> Any:
        if isinstance(value, kinds):
            return value
        spot.report_type(value, "a text, a number, true or false")
        return None

    return ValueParser(read, json_schema.ANY_TEXT)
