"""Parses one entry of names.toml, a text or a table, into a name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeVar

from bookbuilder.diagnostics import Rule
from bookbuilder.json_schema import NONEMPTY, Schema, array, closed_table, either, free_table
from bookbuilder.locales.locale import is_language, languages
from bookbuilder.names.coordinates import Coordinates, coordinates
from bookbuilder.names.name import ALL, Form, Name
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.location import TableRules, TomlLocation
from bookbuilder.toml_tables.value_parsers import (
    ValueParser,
    accepting,
    any_text,
    by_locale,
    list_of,
    map_of,
    schemas_of,
    table,
    whole,
)

UNKNOWN_KEY = Rule(
    "name.key",
    "the name {entry} has an unknown key {key!r}",
    "A name has a form for all languages (name) or for each of them by its tag (de, en-GB), and may have full, short,"
    " sort, office, dates, at, not, source and note.",
)
BROKEN = Rule(
    "name.value",
    "{key} must be {wanted}",
    'The value of a key is a text on one line: de = "Selenskyj, Wolodymyr". Those of full, short, sort, office and dates'
    ' are one text for all languages or a table: { de = "…", en = "…" }; that of `not` is a list of texts, or a table of'
    " lists.",
)
COMMAS = Rule(
    "name.comma",
    "it is unclear how {text!r} is written in a sentence",
    "What stands behind the comma is put in front of the rest: Selenskyj, Wolodymyr is Wolodymyr Selenskyj. With more than"
    " one comma say it yourself in `full`. Places and organisations keep their commas.",
)
EMPTY = Rule(
    "name.empty",
    "the name {entry} has no form in any language",
    "A name is said for all languages (name) or for each by its tag (de, en).",
)

T = TypeVar("T")
NAME_RULES = TableRules(UNKNOWN_KEY, EMPTY, BROKEN, BROKEN, BROKEN)

KEEPING_COMMAS = ("places", "organisations")
"""Indexes whose names have commas of their own: Washington, D.C."""

_LONGEST = 200
_WHERE = Phrase('a place such as "50.45 N, 30.52 E"')
_WANTED = Phrase("a text on one line, of at most {longest} letters", longest=_LONGEST)


@accepting({**NONEMPTY, "description": _WANTED})
def line(value: Any, spot: TomlLocation) -> str | None:
    """A text that can stand in an index, without surrounding blanks."""
    words = value.strip() if isinstance(value, str) else ""
    if words and len(words) <= _LONGEST and words.isprintable():
        return words
    spot.report_value(value, wanted=_WANTED)
    return None


def _by_language(kind: ValueParser[T], definition: str) -> ValueParser[Mapping[str, T]]:
    """Return the parser of a value for all languages, or by tag, whose schema is one of `definitions`."""
    parser = by_locale(kind, map_of(kind, is_language, Phrase("a language such as de")))
    return ValueParser(parser.parse, {"allOf": [{"$ref": f"#/definitions/{definition}"}]})


TEXTS: Mapping[str, ValueParser[object]] = dict.fromkeys(
    ("full", "short", "sort", "office", "dates"), _by_language(line, "by_language")
)


@accepting({**NONEMPTY, "description": _WHERE})
def place(value: Any, spot: TomlLocation) -> Coordinates | None:
    """Where a place is."""
    found = coordinates(value) if isinstance(value, str) else None
    if found is None:
        spot.report_value(value, wanted=_WHERE)
    return found


KEYS: Mapping[str, ValueParser[object]] = {
    "name": line,
    **TEXTS,
    "at": place,
    "not": _by_language(list_of(line, wanted='a list of texts: ["Zelenskyj"]'), "spellings"),
    "source": any_text,
    "note": any_text,
}
"""All keys of a name, but for the tags of languages. `source` and `note` are for the author's own use."""


def is_key(key: str) -> bool:
    """Whether a key belongs to a name."""
    return key in KEYS or is_language(key)


def definitions(descriptions: Mapping[str, str]) -> dict[str, Schema]:
    """Return the schema of a name, and what it refers to: a text, or a list of texts, for all languages or by language."""
    keys = {key: {**schema, "description": descriptions[key]} for key, schema in schemas_of(KEYS).items()}
    tags = {f"^(?:{_tags()})$": {**line.schema, "description": descriptions["de"]}}
    spellings = array(line.schema)
    return {
        "name": either(line.schema, {**closed_table(keys), "patternProperties": tags}),
        "by_language": either(line.schema, free_table(line.schema, _tags())),
        "spellings": either(spellings, free_table(spellings, _tags())),
    }


def _tags() -> str:
    """Return a pattern for the tags of languages; any two or three letters with a capital first match."""
    return rf"(?:{'|'.join(languages())}|[A-Z][A-Za-z]{{1,2}})(?:[-_][A-Za-z0-9]+)*"


def parse_name(index: str, key: str, value: object, spot: TomlLocation) -> Name | None:
    """Return a name, or None after reporting its problems; `spot` is its entry."""
    data = value if isinstance(value, dict) else {"name": value}
    tags = [part for part in data if part == "name" or is_language(part)]
    if data is value:
        hint = Phrase("a language such as de, or {keys}", keys=", ".join(KEYS))
        read = whole(partial(table, keys={**KEYS, **dict.fromkeys(tags, line)}, hint=hint), data, spot)
    else:
        form = line(value, spot)
        read = {"name": form} if form else None
    if read is None:
        return None
    if not tags:
        spot.report(EMPTY, spot.span, entry=key, hint='add de = "…" or name = "…"')
        return None
    entries = {ALL if tag == "name" else tag.lower(): read[tag] for tag in tags}
    by_tag = {part: _lower(read.get(part, {})) for part in TEXTS}
    forms = _forms(entries, by_tag, index, spot)
    if forms is None:
        return None
    spellings = {
        tag: tuple(_form(word, index) or Form(word, word, word) for word in words)
        for tag, words in _lower(read.get("not", {ALL: ()})).items()
    }
    texts = by_tag["sort"], by_tag["office"], by_tag["dates"]
    return Name(key, index, spot.span, forms, *texts, spellings, read.get("at"))


def _lower(by_tag: Mapping[str, T]) -> dict[str, T]:
    return {tag.lower(): value for tag, value in by_tag.items()}


def _forms(
    entries: Mapping[str, str], texts: Mapping[str, Mapping[str, str]], index: str, spot: TomlLocation
) -> dict[str, Form] | None:
    """Return the forms by language, also for languages with only a short or full form of their own; None if they are
    wrong."""
    forms = {}
    places = {tag: spot.of(tag or "name") for tag in entries}
    for part in ("full", "short"):
        for tag in texts[part]:
            places.setdefault(tag, spot.of(part, tag))
    for tag, here in places.items():
        entry = _of(entries, tag)
        if not entry:
            here.report_value(
                tag,
                Phrase("add {tag} = …", tag=tag),
                wanted=Phrase("in a language in which {name} has a form", name=spot.entry),
            )
            return None
        form = _form(entry, index, *(_of(texts[part], tag) for part in ("full", "short")))
        if form is None:
            hint = 'add full = "…", as it stands in a sentence'
            spot.report(COMMAS, here.span, text=entry, hint=hint)
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
