"""Parses pictures.toml: the licences of a house, and the rights in its pictures."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from bookbuilder import json_schema
from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.json_schema import Schema
from bookbuilder.locales.countries import countries
from bookbuilder.locales.locale import is_language
from bookbuilder.phrases import Phrase
from bookbuilder.picture_rights.digital_source_types import SOURCE_TYPES
from bookbuilder.picture_rights.licences import FOR_PICTURES, nearest_licence, spdx
from bookbuilder.picture_rights.rights import MEDIA, ORIGINS, OWN, RELEASES, AltText, Licence, PictureRights
from bookbuilder.toml_tables.location import TableRules, TomlLocation
from bookbuilder.toml_tables.toml_table import TomlTable, laid_over, read_table
from bookbuilder.toml_tables.value_parsers import (
    ValueParser,
    accepting,
    by_locale,
    date,
    list_of,
    map_of,
    nonempty_text,
    one_of,
    schemas_of,
    table,
    table_of,
)

FILE = "pictures.toml"
SYNTAX = Rule(
    "rights.syntax",
    "pictures.toml cannot be read: {problem}",
    'pictures.toml is TOML: [licences.<name>] describes a licence of the house, [pictures."<path>"] the rights in a picture'
    " or, with a slash at the end of the path, in all pictures of a folder.",
)
UNKNOWN_KEY = Rule(
    "rights.key",
    "{table} has no key called {key!r}",
    "The keys of pictures.toml are those of its page in the manual. One that is spelled otherwise would be a right that"
    " nobody sees.",
)
BROKEN = Rule(
    "rights.value",
    "{problem}",
    'Texts stand in quotes, dates without them (until = 2023-12-31), lists in brackets (media = ["print", "epub"]).',
)
NO_LICENCE = Rule(
    "rights.licence",
    "{licence!r} is no licence of the house and none of SPDX",
    "A licence is one that [licences] describes, `own`, or an identifier of the list of SPDX (spdx.org/licenses), such as"
    " CC-BY-4.0 or CC0-1.0; several are joined by OR.",
)
BACKWARDS = Rule(
    "rights.dates",
    "from {starts} until {ends} is no time",
    "The first day on which a picture may be shown comes before the last one.",
)

RULES = TableRules(UNKNOWN_KEY, BROKEN, BROKEN, BROKEN, BROKEN)
FIELDS = ("author", "agency", "title", "licence")
"""What the pattern of a credit can contain, in braces."""

T = TypeVar("T")


def by_language(kind: ValueParser[T]) -> ValueParser[Mapping[str, T]]:
    """Return the parser of a value for all languages, or of a table of values by language tag, whose keys it makes small."""
    parser = by_locale(kind, map_of(kind, is_language, Phrase("a language such as de")))

    def read(value: Any, spot: TomlLocation) -> Mapping[str, T] | None:
        parsed = parser(value, spot)
        return None if parsed is None else {tag.lower(): one for tag, one in parsed.items()}

    return ValueParser(read, parser.schema)


@accepting(json_schema.NONEMPTY)
def _pattern(value: Any, spot: TomlLocation) -> str | None:
    """The pattern of a credit, with fields such as {author}."""
    text = nonempty_text(value, spot)
    if text is None:
        return None
    try:
        parts = [
            (name, spec, conversion)
            for _, name, spec, conversion in string.Formatter().parse(text)
            if name is not None
        ]
    except ValueError:
        spot.report_value(value, "a brace is not closed, or not opened")
        return None
    for name, spec, conversion in parts:
        if name not in FIELDS or spec or conversion:
            hint = nearest(name, FIELDS) or Phrase(
                "in braces can stand {fields}", fields=", ".join(f"{{{one}}}" for one in FIELDS)
            )
            spot.report_value(value, hint)
            return None
    return text


@accepting(json_schema.matching("[A-Z]{2}"))
def country(value: Any, spot: TomlLocation) -> str | None:
    """A country by its two letters (ISO 3166-1)."""
    code = nonempty_text(value, spot)
    if code is not None and code not in countries():
        spot.report_value(value, _country_hint(code))
        return None
    return code


def _country_hint(code: str) -> str:
    if code.upper() in countries():
        return Phrase('did you mean "{upper}"?', upper=code.upper())
    return "a country is two capital letters of ISO 3166, such as DE"


_ALT: Mapping[str, ValueParser[object]] = {
    "text": nonempty_text,
    "origin": one_of(ORIGINS),
    "signed": nonempty_text,
    "on": date,
}
_ALT_TABLE: ValueParser[AltText] = table_of(_ALT, ("text",), AltText, short="text")


def _alt_text(value: Any, spot: TomlLocation) -> AltText | None:
    read = _ALT_TABLE(value, spot)
    return None if read is None else replace(read, span=spot.span)


ANY = "any"
"""Says that the words in a drawing are those of every language: names, say."""
_WORDS = map_of(map_of(nonempty_text), is_language, "a language such as en")


def _words(value: Any, spot: TomlLocation) -> Mapping[str, Mapping[str, str]] | None:
    if isinstance(value, dict):
        read = _WORDS(value, spot)
        return None if read is None else {tag.lower(): words for tag, words in read.items()}
    return {"": {}} if one_of((ANY,))(value, spot) else None


BOUNDS: Mapping[str, ValueParser[object]] = {
    "media": list_of(one_of(MEDIA)),
    "territory": list_of(country),
    "from": date,
    "until": date,
}
LICENCE: Mapping[str, ValueParser[object]] = {
    "name": by_language(nonempty_text),
    "url": nonempty_text,
    "credit": by_language(_pattern),
    **BOUNDS,
}
PICTURE: Mapping[str, ValueParser[object]] = {
    "author": nonempty_text,
    "agency": nonempty_text,
    "title": by_language(nonempty_text),
    "credit": by_language(nonempty_text),
    "licence": ValueParser(nonempty_text.parse, {**json_schema.NONEMPTY, "examples": [OWN, *FOR_PICTURES]}),
    "source": nonempty_text,
    **BOUNDS,
    "release": one_of(tuple(RELEASES)),
    "made": one_of(SOURCE_TYPES),
    # A table of one text would be taken for one by language.
    "alt": map_of(ValueParser(_alt_text, _ALT_TABLE.schema), is_language, Phrase("a language such as de")),
    "words": ValueParser(_words, json_schema.either(json_schema.words([ANY]), _WORDS.schema)),
    "note": nonempty_text,
}
_TABLES = ("licences", "pictures")


@dataclass(frozen=True, slots=True)
class PicturesFile:
    """What pictures.toml says: the licences by name, and the rights by the path of a picture, or of a folder with a slash at
    its end. `there` is false if there is none."""

    licences: Mapping[str, Licence] = field(default_factory=dict)
    pictures: Mapping[str, PictureRights] = field(default_factory=dict)
    there: bool = False

    @property
    def names_rights(self) -> bool:
        """Whether it says of any picture whose it is; it may hold alternative texts and words of drawings alone."""
        return bool(self.licences) or any(one.known for one in self.pictures.values())


def read_pictures_file(texts: Sequence[tuple[str, str]], report: Report) -> PicturesFile:
    """Return what the files (path and text) of the series and the book say; the last one wins. Reports `rights.*`."""
    tables = [read for path, text in texts if (read := read_table(text, path, report, SYNTAX)) is not None]
    if not tables:
        return PicturesFile(there=bool(texts))
    together = tables[0]
    for one in tables[1:]:
        together = laid_over(together, one)
    return _parsed(together, report)


def _parsed(file: TomlTable, report: Report) -> PicturesFile:
    top = file.top(report, RULES)
    table(file.data, top, dict.fromkeys(_TABLES, lambda value, _: value))
    licences = _each(file.data.get("licences", {}), top.of("licences"), _licence)
    house = frozenset(file.data["licences"]) if isinstance(file.data.get("licences"), dict) else frozenset()
    pictures = _each(file.data.get("pictures", {}), top.of("pictures"), partial(_picture, house=house))
    return PicturesFile(licences, pictures, there=True)


def _each(value: Any, spot: TomlLocation, parse: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        spot.report_type(value, "a table")
        return {}
    read = {name: parse(inner, spot.of(name)) for name, inner in value.items()}
    return {name: one for name, one in read.items() if one is not None}


def _licence(value: Any, spot: TomlLocation) -> Licence | None:
    read = table(value, spot, LICENCE)
    return None if read is None else Licence(**_dated(read, spot))


def _picture(value: Any, spot: TomlLocation, house: frozenset[str]) -> PictureRights | None:
    read = table(value, spot, PICTURE)
    if read is None:
        return None
    read.pop("note", None)
    if "alt" in read:
        read["alt"] = {tag.lower(): text for tag, text in read["alt"].items()}
    licence = read.get("licence", "")
    if licence and licence not in house and licence != OWN:
        expression = spdx(licence)
        if not expression:
            spot.report(
                NO_LICENCE,
                spot.of("licence").span,
                hint=nearest_licence(licence, (*house, OWN)),
                licence=licence,
            )
        read["licence"] = expression
    return PictureRights(**_dated(read, spot), span=spot.span)


def _dated(read: dict[str, Any], spot: TomlLocation) -> dict[str, Any]:
    """Return parsed keys with names that Python takes; dates that are no time are reported and left out."""
    starts: dt.date | None = read.pop("from", None)
    ends: dt.date | None = read.pop("until", None)
    if starts and ends and starts > ends:
        spot.report(
            BACKWARDS,
            spot.of("until").span,
            starts=starts,
            ends=ends,
            hint="the first day comes before the last one",
        )
        starts = ends = None
    return {**read, "starts": starts, "ends": ends}


def pictures_schema(licence: Mapping[str, str], picture: Mapping[str, str], alt: Mapping[str, str]) -> Schema:
    """Return the schema of pictures.toml; the arguments say what the keys mean."""

    def described(keys: Mapping[str, ValueParser[object]], meanings: Mapping[str, str]) -> dict[str, Schema]:
        return {key: {**schema, "description": meanings[key]} for key, schema in schemas_of(keys).items()}

    text = json_schema.either(nonempty_text.schema, json_schema.closed_table(described(_ALT, alt), ("text",)))
    keys = {
        **described(PICTURE, picture),
        "alt": {**json_schema.free_table(text), "description": picture["alt"]},
    }
    return json_schema.closed_table(
        {
            "licences": json_schema.free_table(json_schema.closed_table(described(LICENCE, licence))),
            "pictures": json_schema.free_table(json_schema.closed_table(keys)),
        }
    )
