"""Reads `[imprint]` of book.toml, whose values may differ by locale, into one `Imprint` for each locale."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from bookbuilder.diagnostics import Rule, Severity, nearest
from bookbuilder.json_schema import Schema, either, free_table
from bookbuilder.locales.regional_letters import replace_letters
from bookbuilder.phrases import Phrase
from bookbuilder.project.book_schema import IMPRINT
from bookbuilder.project.isbn_issn import isbn
from bookbuilder.project.project import Imprint, Person, ProjectLocale
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.value_parsers import Parse, schemas_of, table

LOCALE = Rule(
    "book.locale",
    "{key} names the locale {locale!r}, but there is no table [locales.{locale}]",
    "The locales of a book are the tables [locales.<name>] in book.toml; everything else refers to them by name.",
)
SILENT = Rule(
    "imprint.locale",
    "{key} has no value for {locale}, the language of the source",
    "A locale that is not named in such a table gets the text of the source language; so that one should be there.",
    Severity.WARNING,
)
ADDRESSES = ("email", "url", "tdm_policy")
"""Keys whose letters are part of an address."""
NAMES = {"tdm": "tdm_reserved"}
"""Keys whose names in the model are longer."""


def parse_imprints(
    data: Any,
    spot: TomlLocation,
    locales: Mapping[str, ProjectLocale],
    source: str,
    numbered: Collection[str],
) -> dict[str, Imprint]:
    """Return the imprint of every locale; a value given by locale falls back to that of the source. `numbered` are the
    formats and editions that can have an ISBN. A locale writes texts that are not its own with its own `letters`.

    An ISBN has no fallback: a translation is another book (ISBN Users' Manual, 7th edition, section 5).
    """
    numbers: Parse[object] = partial(table, keys=dict.fromkeys(numbered, isbn))
    kinds: Mapping[str, Parse[object]] = {**IMPRINT, "isbn": numbers}
    by_locale = {
        key: partial(_by_locale, kind=kind, locales=locales, source=source) for key, kind in kinds.items()
    }
    read = table(data, spot, by_locale) or {}
    imprints = {}
    for locale, settings in locales.items():
        chosen = {
            NAMES.get(key, key): by_locale_of_key.get(
                locale,
                None if key == "isbn" else by_locale_of_key.get(settings.base, by_locale_of_key.get(source)),
            )
            for key, by_locale_of_key in read.items()
        }
        present = {
            key: value
            if key in ADDRESSES or _own(data.get(key), locale)
            else _spelled(value, settings.letters)
            for key, value in chosen.items()
            if value is not None
        }
        imprints[locale] = Imprint(**present, span=spot.span)
    return imprints


def _own(value: Any, locale: str) -> bool:
    return isinstance(value, dict) and locale in value


def _spelled(value: Any, letters: Mapping[str, str]) -> Any:
    """Return a value of an imprint with the letters of a region; others stay as they are."""
    if isinstance(value, tuple):
        return tuple(_spelled(item, letters) for item in value)
    if isinstance(value, Person):
        return value.spelled(letters)
    return replace_letters(value, letters) if isinstance(value, str) else value


def imprint_schemas() -> dict[str, Schema]:
    """Return the schema of each key of `[imprint]`: a value, or a table with one for each locale."""
    schemas = {**schemas_of(IMPRINT), "isbn": free_table(isbn.schema)}
    return {key: either(schema, free_table(schema)) for key, schema in schemas.items()}


def _by_locale(
    value: Any, spot: TomlLocation, kind: Parse[object], locales: Collection[str], source: str
) -> Mapping[str, object] | None:
    """Return locale → value, also for a value that is the same in every locale."""
    if not _differs(value, spot):
        read = kind(value, spot)
        return None if read is None else dict.fromkeys(locales, read)
    values = {}
    for name, value_of_locale in value.items():
        if name not in locales:
            hint = nearest(name, locales) or Phrase("delete this line, or add [locales.{name}]", name=name)
            spot.report(LOCALE, spot.of(name).span, hint=hint, key=spot.name, locale=name)
        elif (read := kind(value_of_locale, spot.of(name))) is not None:
            values[name] = read
    if source not in value:
        spot.report(SILENT, spot.span, key=spot.name, locale=source)
    return values


def _differs(value: Any, spot: TomlLocation) -> bool:
    """Whether a value is a table by locale; that of `isbn` is one when it holds tables."""
    if not isinstance(value, dict):
        return False
    return spot.path[-1] != "isbn" or any(isinstance(inner, dict) for inner in value.values())
