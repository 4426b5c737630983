"""Parses one entry of names.toml, a text or a table, into a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookbuilder.diagnostics import Rule, nearest
from bookbuilder.json_schema import ANY_TEXT, Schema, array, closed_table, either, free_table
from bookbuilder.locales.locale import is_language, languages
from bookbuilder.names.name import ALL, Form, Name
from bookbuilder.names.toml_values import (
    BROKEN,
    LINE,
    UNKNOWN_KEY,
    NamesReader,
    check_language_tag,
    text,
    texts,
)

COMMAS = Rule(
    "name.comma",
    "it is unclear how {text!r} is written in a sentence",
    "What stands behind the comma is put in front of the rest: Selenskyj, Wolodymyr is Wolodymyr Selenskyj. With more than"
    " one comma say it yourself in `full`. Places and organisations keep their commas.",
)
EMPTY = Rule(
    "name.empty",
    "the name {name} has no form in any language",
    "A name is said for all languages (name) or for each by its tag (de, en).",
)

KEEPING_COMMAS = ("places", "organisations")
"""Indexes whose names have commas of their own: Washington, D.C."""

_BY_LANGUAGE: Schema = {"allOf": [{"$ref": "#/definitions/by_language"}]}
TEXTS: Mapping[str, Schema] = dict.fromkeys(("full", "short", "sort", "office", "dates"), _BY_LANGUAGE)
"""Keys whose value is a text for all languages, or a table of texts."""
NOTES: Mapping[str, Schema] = dict.fromkeys(("source", "note"), ANY_TEXT)
"""Keys for the author's own use."""
KEYS: Mapping[str, Schema] = {
    "name": LINE,
    **TEXTS,
    "not": {"allOf": [{"$ref": "#/definitions/spellings"}]},
    **NOTES,
}
"""All keys of a name, but for the tags of languages."""


def is_key(key: str) -> bool:
    """Whether a key belongs to a name."""
    return key in KEYS or is_language(key)


def definitions(descriptions: Mapping[str, str]) -> dict[str, Schema]:
    """Return the schema of a name, and what it refers to: a text, or a list of texts, for all languages or by language."""
    keys = {key: {**schema, "description": descriptions[key]} for key, schema in KEYS.items()}
    tags = {f"^(?:{_tags()})$": {**LINE, "description": descriptions["de"]}}
    spellings = array(LINE)
    return {
        "name": either(LINE, {**closed_table(keys), "patternProperties": tags}),
        "by_language": either(LINE, free_table(LINE, _tags())),
        "spellings": either(spellings, free_table(spellings, _tags())),
    }


def _tags() -> str:
    """Return a pattern for the tags of languages; any two or three letters with a capital first match."""
    return rf"(?:{'|'.join(languages())}|[A-Z][A-Za-z]{{1,2}})(?:[-_][A-Za-z0-9]+)*"


def parse_name(index: str, key: str, value: object, reader: NamesReader) -> Name | None:
    """Return a name, or None after reporting its problems."""
    data = value if isinstance(value, dict) else {"name": value}
    valid = True
    for part in data:
        if not is_key(part):
            hint = nearest(part, KEYS) or f"a language such as de, or {', '.join(KEYS)}"
            reader.report(UNKNOWN_KEY, reader.span(index, key, part), name=key, key=part, hint=hint)
            valid = False
    tags = [part for part in data if part == "name" or part not in KEYS]
    if not valid:
        return None
    if not tags:
        reader.report(EMPTY, reader.span(index, key), name=key, hint='add de = "…" or name = "…"')
        return None
    for part in NOTES:
        if not isinstance(data.get(part, ""), str):
            reader.report(BROKEN, reader.span(index, key, part), key=part, wanted="a text")
            return None
    parsed_texts = {part: texts(data[part], (index, key, part), reader) for part in TEXTS if part in data}
    spellings = _spellings(data.get("not", []), index, key, reader)
    entries = {}
    for tag in tags:
        keys = (index, key, tag) if data is value else (index, key)
        entries[ALL if tag == "name" else tag.lower()] = text(data[tag], keys, reader)
    if spellings is None or None in parsed_texts.values() or not all(entries.values()):
        return None
    texts_by_key = {part: text_by_tag for part, text_by_tag in parsed_texts.items() if text_by_tag}
    forms = _forms(entries, texts_by_key, index, key, reader)
    if forms is None:
        return None
    sort, office, dates = (texts_by_key.get(part, {}) for part in ("sort", "office", "dates"))
    return Name(key, index, reader.span(index, key), forms, sort, office, dates, spellings)


def _forms(
    entries: Mapping[str, str],
    texts_by_key: Mapping[str, Mapping[str, str]],
    index: str,
    key: str,
    reader: NamesReader,
) -> dict[str, Form] | None:
    """Return the forms by language, also for languages with only a short or full form of their own; None if they are
    wrong."""
    forms = {}
    places: dict[str, tuple[str, ...]] = {tag: (index, key, tag or "name") for tag in entries}
    for part in ("full", "short"):
        for tag in texts_by_key.get(part, {}):
            places.setdefault(tag, (index, key, part, tag))
    for tag, keys in places.items():
        entry = _of(entries, tag)
        if not entry:
            wanted = f"in a language in which {key} has a form"
            reader.report(
                BROKEN, reader.span(*keys), key=".".join(keys[2:]), wanted=wanted, hint=f"add {tag} = …"
            )
            return None
        full, short = (_of(texts_by_key.get(part, {}), tag) for part in ("full", "short"))
        form = _form(entry, index, full, short)
        if form is None:
            hint = 'add full = "…", as it stands in a sentence'
            reader.report(COMMAS, reader.span(*keys), text=entry, hint=hint)
            return None
        forms[tag] = form
    return forms


def _of(by_tag: Mapping[str, str], tag: str) -> str:
    """Return the text for a tag, its language, or all languages."""
    return by_tag.get(tag) or by_tag.get(tag.partition("-")[0]) or by_tag.get(ALL, "")


def _form(entry: str, index: str, full: str = "", short: str = "") -> Form | None:
    """Return a form from an index entry; None if its commas leave its order in a sentence open.

    >>> _form("Selenskyj, Wolodymyr", "persons")
    Form(entry='Selenskyj, Wolodymyr', full='Wolodymyr Selenskyj', short='Selenskyj')
    >>> _form("Washington, D.C.", "places").full
    'Washington, D.C.'
    """
    head, *rest = [part.strip() for part in entry.split(",")]
    if index in KEEPING_COMMAS or not rest:
        return Form(entry, full or entry, short or full or entry)
    if not full and (len(rest) > 1 or not head or not rest[0]):
        return None
    return Form(entry, full or f"{rest[0]} {head}", short or head)


def _spellings(
    value: object, index: str, key: str, reader: NamesReader
) -> dict[str, tuple[Form, ...]] | None:
    """Return the unwanted spellings by language; None after reporting a problem."""
    keys = (index, key, "not")
    lists: Mapping[str, Any] = value if isinstance(value, dict) else {ALL: value}
    by_tag = {}
    for tag, spellings in lists.items():
        place = (*keys, tag) if tag else keys
        if tag and not check_language_tag(tag, keys, reader):
            return None
        if not isinstance(spellings, list):
            reader.report(BROKEN, reader.span(*place), key=place[-1], wanted='a list of texts: ["Zelenskyj"]')
            return None
        words = [text(spelling, place, reader) for spelling in spellings]
        if not all(words):
            return None
        by_tag[tag.lower()] = tuple(_form(word, index) or Form(word, word, word) for word in words)
    return by_tag
