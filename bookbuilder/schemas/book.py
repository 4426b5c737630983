"""The JSON Schemas of book.toml and series.toml."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bookbuilder.json_schema import Schema, closed_table, free_table
from bookbuilder.project import book_schema
from bookbuilder.project.book_file import LOCALE_NAME, SECTIONS
from bookbuilder.project.check_settings import CHECK
from bookbuilder.project.imprint_settings import imprint_schemas
from bookbuilder.project.series_file import OWN_KEYS, TABLE
from bookbuilder.schemas.manual_tables import opening, rows
from bookbuilder.toml_tables.value_parsers import schemas_of

INNER = {"authors": "People", "translators": "People", "editors": "People", "ignore": "[check]"}
"""Keys whose value is a list of tables → the heading in the manual below which their keys are described."""


def book_toml(formats: Collection[str], page: str) -> Schema:
    """Return the schema; `formats` are the known formats, `page` is the page of the manual."""

    def inside(key: str, schema: Schema) -> Schema:
        return _explained(schema, rows(page, INNER[key])) if key in INNER else schema

    def table(title: str, keys: Mapping[str, Schema], needed: Collection[str] = ()) -> Schema:
        meanings = rows(page, title)
        described = {
            key: {**inside(key, schema), "description": meanings[key]} for key, schema in keys.items()
        }
        return {**closed_table(described, needed), **_described(page, title)}

    locale = table("[locales.name]", schemas_of(book_schema.LOCALE), book_schema.LOCALE_NEEDS)
    edition = table("[editions.name]", schemas_of(book_schema.edition(formats)), book_schema.EDITION_NEEDS)
    by_section: Mapping[str, Schema] = {
        "book": table("[book]", schemas_of(book_schema.BOOK), book_schema.BOOK_NEEDS),
        "locales": {
            **free_table(locale, LOCALE_NAME),
            "minProperties": 1,
            **_described(page, "[locales.name]"),
        },
        "imprint": table("[imprint]", imprint_schemas()),
        "print": table("[print]", schemas_of(book_schema.PRINT)),
        "editions": {**free_table(edition, book_schema.NAME), **_described(page, "[editions.name]")},
        "check": table("[check]", schemas_of(CHECK)),
        "web": table("[web]", schemas_of(book_schema.WEB)),
        "pictures": table("[pictures]", schemas_of(book_schema.PICTURES)),
        "maps": table("[maps]", schemas_of(book_schema.MAPS)),
        "glyphs": table("[glyphs]", schemas_of(book_schema.GLYPHS)),
        "markdown": table("[markdown]", schemas_of(book_schema.MARKDOWN)),
        "sources": table("[sources]", schemas_of(book_schema.SOURCES_TABLE)),
        "notes": table("[notes]", schemas_of(book_schema.NOTES)),
    }
    return closed_table({name: by_section[name] for name in SECTIONS}, ("book", "locales"))


def series_toml(book: Schema, page: str) -> Schema:
    """Return the schema of series.toml: that of book.toml without the keys that every book has for itself; none is needed.
    `page` is the page of the manual about series."""
    match book:
        case {"properties": Mapping() as sections}:
            shared = {name: _shared(name, table) for name, table in sections.items()}
        case _:
            raise TypeError("book.toml is a table")
    meanings = rows(page, "[series]")
    own = {key: {**schema, "description": meanings[key]} for key, schema in schemas_of(TABLE).items()}
    return closed_table({"series": closed_table(own), **shared})


def _shared(section: str, schema: Schema) -> Schema:
    """Return the schema of a table of book.toml as series.toml has it."""
    made = {key: value for key, value in schema.items() if key not in ("required", "minProperties")}
    match made:
        case {"properties": Mapping() as keys}:
            made["properties"] = {
                key: one for key, one in keys.items() if key not in OWN_KEYS.get(section, ())
            }
        case {"patternProperties": Mapping() as tables}:
            made["patternProperties"] = {key: _shared(section, table) for key, table in tables.items()}
    return made


def _explained(schema: Schema, meanings: Mapping[str, str]) -> Schema:
    """Return a schema in which the keys of the tables inside have their meanings."""
    made = dict(schema)
    match schema:
        case {"items": Mapping() as items}:
            made["items"] = _explained(items, meanings)
        case {"anyOf": list() as ways}:
            made["anyOf"] = [_explained(way, meanings) for way in ways]
        case {"additionalProperties": Mapping() as value}:
            made["additionalProperties"] = _explained(value, meanings)
        case {"properties": Mapping() as keys}:
            made["properties"] = {key: {**inner, "description": meanings[key]} for key, inner in keys.items()}
    return made


def _described(page: str, title: str) -> dict[str, str]:
    words = opening(page, title)
    return {"description": words} if words else {}
