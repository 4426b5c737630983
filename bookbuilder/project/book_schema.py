"""The schema of book.toml: its keys, table by table. docs/book-toml.md says what they mean."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from bookbuilder import json_schema
from bookbuilder.diagnostics import Rule
from bookbuilder.locales import OwnWords
from bookbuilder.locales.amounts import currencies, nearest_currency
from bookbuilder.locales.compound_words import COMPOUNDS
from bookbuilder.locales.countries import countries
from bookbuilder.phrases import Phrase
from bookbuilder.picture_rights.pictures_file import country
from bookbuilder.project.addresses import email, folder_address, url
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.isbn_issn import issn
from bookbuilder.project.project import CoverPicture, Equivalents, Person, ProofSettings
from bookbuilder.project.subject_codes import BISAC, THEMA, subject_parser
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.value_parsers import (
    Parse,
    ValueParser,
    accepting,
    boolean,
    by_locale,
    date,
    list_of,
    nonempty_text,
    number,
    one_of,
    pattern,
    positive_integer,
    schemas_of,
    table,
    table_of,
    text,
)

WORDS = Rule(
    "words.field",
    "the words for {message!r} cannot be filled in: {problem}",
    "A word in braces, such as {number}, is filled in by the program. Your own words may use the ones that stand in"
    " the English message, and no others; a brace that is meant as such is written twice.",
)
EXEMPTIONS = ("microenterprise", "disproportionate-burden", "fundamental-alteration")
"""Exemptions from accessibility (Directive (EU) 2019/882, articles 4(5) and 14; EPUB Accessibility 1.1, 3.8)."""
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR (part 3, language plural rules)."""
LINKS = ("note", "inline", "qr", "none")
ATTACHED = ("chapters", "facts", "names", "charts")
SOURCES = (
    "book.toml",
    "bookbuilder",
    "chapters",
    "l10n",
    "docs",
    "facts.toml",
    "fonts",
    "glossary.toml",
    "l10n",
    "names.toml",
    "pictures.toml",
    "printers",
    "proof",
    "signatures.toml",
    "sources.bib",
    "sources.json",
    "sources.toml",
    "styles",
    "tests",
)
"""Entries of a book's folder that hold sources: no output goes there."""

NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""A pattern for the names of books, editions, themes and printers."""

name = pattern(
    NAME,
    "small letters a to z, digits and single hyphens, such as five-days-in-january",
)
price = pattern(
    r"[0-9]{5}",
    "five digits in quotes: the currency and the price, such as 51499 for $14.99, or 90000 for none",
)


@accepting(
    {
        **json_schema.matching(r"[^./\\][^/\\]*(?:/[^./\\][^/\\]*)*/*"),
        "not": {"pattern": f"^(?:{'|'.join(sorted(map(re.escape, set(SOURCES))))})(?:/|$)"},
    }
)
def folder(value: Any, spot: TomlLocation) -> str | None:
    """A folder inside the book for output only."""
    path = text(value, spot)
    if path is None:
        return None
    parts = path.rstrip("/").split("/")
    if any(part in ("", ".", "..") or part.startswith(".") or "\\" in part for part in parts):
        spot.report_value(value, "the name of a folder inside the book, such as output")
        return None
    if parts[0] in SOURCES:
        spot.report_value(
            value, Phrase("{parts} holds what you wrote; clean would delete it", parts=parts[0])
        )
        return None
    return "/".join(parts)


_DAYS = {"day": 1, "week": 7, "month": 30}


@accepting(json_schema.matching(r"[0-9]{1,4} (?:day|week|month)s?"))
def days(value: Any, spot: TomlLocation) -> int | None:
    """A length of time in days."""
    parsed = text(value, spot)
    if parsed is None:
        return None
    match = re.fullmatch(r"([0-9]{1,4}) (day|week|month)s?", parsed)
    if match is None:
        spot.report_value(value, 'write a number and days, weeks or months, such as "30 days"')
        return None
    return int(match[1]) * _DAYS[match[2]]


_MOST_WIDTHS = 6
_WIDTH = number(int, 16, 9999)


@accepting({**json_schema.array(_WIDTH.schema), "maxItems": _MOST_WIDTHS})
def picture_widths(value: Any, spot: TomlLocation) -> tuple[float, ...] | None:
    """The widths in pixels in which a picture is made: a few, in order."""
    widths = list_of(_WIDTH)(value, spot)
    if widths and len(widths) > _MOST_WIDTHS:
        spot.report_value(value, Phrase("at most {most_widths} widths", most_widths=_MOST_WIDTHS))
        return None
    return None if widths is None else tuple(sorted(set(widths)))


PERSON: Mapping[str, ValueParser[object]] = {
    "name": nonempty_text,
    "sort": text,
    "affiliation": text,
    "role": pattern(r"[a-z]{3}", "a MARC relator of three letters: aut, edt, trl, ill, pht"),
}


def person(role: str) -> ValueParser[Person]:
    """A person: a name, or a table with `name`, `sort`, `affiliation` and `role`, which is `role` by default."""
    return table_of(PERSON, ("name",), lambda **read: Person(**{"role": role, **read}), short="name")


@accepting(nonempty_text.schema)
def cover_picture(value: Any, spot: TomlLocation) -> CoverPicture | None:
    """The picture that fills the cover, by its path from the folder of the book."""
    path = nonempty_text(value, spot)
    return CoverPicture(path, spot.span) if path else None


@accepting(json_schema.words(currencies()))
def currency(value: Any, spot: TomlLocation) -> str | None:
    """A currency by its three letters (ISO 4217)."""
    result = text(value, spot)
    if result is not None and result not in currencies():
        spot.report_value(value, nearest_currency(result))
        return None
    return result


def _own_words_schema() -> json_schema.Schema:
    forms = json_schema.closed_table(dict.fromkeys(CATEGORIES, text.schema), ("other",))
    return json_schema.free_table(json_schema.either(text.schema, forms))


@accepting(_own_words_schema())
def words(value: Any, spot: TomlLocation) -> dict[str, OwnWords] | None:
    """The book's own words: English message → words, or a table of them by plural category.

    They may use no other fields than the message.
    """
    if not isinstance(value, dict):
        spot.report_type(value, "a table")
        return None
    by_message: dict[str, OwnWords] = {}
    for message, replacement in value.items():
        here = spot.of(message)
        if isinstance(replacement, dict):
            forms = table(
                replacement, here, {name: _words_for(message) for name in CATEGORIES}, needed=("other",)
            )
            if forms and "other" in forms:
                by_message[message] = forms
        elif (replaced := _words_for(message)(replacement, here)) is not None:
            by_message[message] = replaced
    return by_message


def _words_for(message: str) -> Parse[str]:
    """Words for one message."""

    def kind(value: Any, spot: TomlLocation) -> str | None:
        replacement_text = text(value, spot)
        if replacement_text is None:
            return None
        try:
            extra = sorted(_fields(replacement_text) - _fields(message))
            problem = (
                Phrase("there is no {{{extra}}} in the English message", extra=extra[0]) if extra else ""
            )
            if not problem and any(
                spec or conversion for _, _, spec, conversion in string.Formatter().parse(replacement_text)
            ):
                problem = "a field holds nothing but its name"
        except ValueError:
            problem = "a brace is not closed, or not opened"
        if problem:
            spot.report(WORDS, spot.span, message=message, problem=problem)
            return None
        return replacement_text

    return kind


def _fields(message: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(message) if field is not None}


_WAY = one_of(("brackets", "sign"))
_BY_PLACE: Mapping[str, ValueParser[object]] = {field.name: _WAY for field in fields(Equivalents)}


@accepting(json_schema.either(_WAY.schema, json_schema.closed_table(schemas_of(_BY_PLACE))))
def equivalents(value: Any, spot: TomlLocation) -> Equivalents | None:
    """How a sum and its equivalent are printed together: one word for all places, or a table by place."""
    if isinstance(value, dict):
        read = table(value, spot, _BY_PLACE)
        return None if read is None else Equivalents(**read)
    result = _WAY(value, spot)
    return Equivalents(*[result] * len(_BY_PLACE)) if result else None


PROOF: Mapping[str, ValueParser[object]] = {
    "lines": one_of(("page", "chapter", "none")),
    "addresses": boolean,
    "leading": one_of(("book", "double")),
    "margin": pattern(r"[0-9]{1,3}(?:\.[0-9]+)?mm", "a length in millimetres, such as 40mm"),
    "since": nonempty_text,
    "changes": one_of(("lines", "words")),
    "number": positive_integer,
    "date": date,
    "mark": nonempty_text,
}


@accepting(json_schema.either(boolean.schema, json_schema.closed_table(schemas_of(PROOF))))
def proof(value: Any, spot: TomlLocation) -> ProofSettings | None:
    """Whether an edition is a proof, or how it is made."""
    if isinstance(value, dict):
        read = table(value, spot, PROOF)
        if read is None:
            return None
        if "margin" in read:
            read["margin"] = float(read["margin"].removesuffix("mm")) * 72 / 25.4
        return ProofSettings(**read, since_span=spot.of("since").span)
    return ProofSettings() if boolean(value, spot) else None


BOOK: Mapping[str, ValueParser[object]] = {
    "id": name,
    "source": text,
    "theme": name,
    "date": date,
    "edition": positive_integer,
    "authors": list_of(person("aut")),
    "subjects": by_locale(list_of(nonempty_text), least=1),
    "thema": list_of(subject_parser("THEMA", THEMA)),
    "bisac": list_of(subject_parser("BISAC", BISAC)),
    "volume": positive_integer,
    "version": pattern(r"[0-9]{1,4}(?:\.[0-9]{1,2}){0,2}", "up to three numbers with points, such as 1.2"),
    "released": date,
    "exemption": one_of(EXEMPTIONS),
    "output": folder,
    "equivalent": equivalents,
}
BOOK_NEEDS = ("id", "source", "date")
UNTRANSLATED: Mapping[str, ValueParser[object]] = {
    "stale": one_of(("keep", "fail", "source")),
    "missing": one_of(("fail", "source", "omit")),
}
LOCALE: Mapping[str, ValueParser[object]] = {
    "tag": nonempty_text,
    "title": nonempty_text,
    "subtitle": text,
    "description": text,
    "series": text,
    "cover": cover_picture,
    "keywords": list_of(nonempty_text),
    "translators": list_of(person("trl")),
    "words": words,
    "home_currency": currency,
    **UNTRANSLATED,
    "inherits": nonempty_text,
    "equivalent": equivalents,
    "compounds": one_of(COMPOUNDS),
}
LOCALE_NEEDS = ("title",)
IMPRINT: Mapping[str, ValueParser[object]] = {
    "publisher": text,
    "address": list_of(nonempty_text),
    "email": email,
    "url": url,
    "responsible": text,
    "editors": list_of(person("edt")),
    "printer": text,
    "issn": issn,
    "issue": text,
    "rights": text,
    "tdm": boolean,
    "tdm_policy": url,
    "credits": list_of(nonempty_text),
    "place": text,
    "untranslated": boolean,
}
"""Without `isbn`, whose keys are editions and formats."""
PRINT: Mapping[str, ValueParser[object]] = {
    "links": one_of(LINKS),
    "page_map": boolean,
    "attachments": list_of(one_of(ATTACHED)),
    "pages": one_of(("print", "screen")),
}
WEB: Mapping[str, ValueParser[object]] = {
    "address": folder_address,
    "downloads": list_of(name),
    "image_types": list_of(one_of(("avif", "webp"))),
    "image_widths": picture_widths,
}
PICTURES: Mapping[str, ValueParser[object]] = {
    "warn": days,
    "credits": one_of(("beside", "list", "both")),
    "territory": list_of(country),
}


@accepting(json_schema.matching("[A-Z]{2,3} [A-Z]{2,3}"))
def country_pair(value: Any, spot: TomlLocation) -> str | None:
    """Two countries with a border, by their codes (ISO 3166-1), or parts of countries that have a name in the data."""
    codes = value.split() if isinstance(value, str) else []
    if len(codes) == 2 and all(code in countries() or code in PARTS for code in codes):
        return str(value)
    spot.report_value(value, 'both sides of a border are said by two letters each, such as "IN PK"')
    return None


PARTS = ("CYN", "KAS", "SOL")
"""Areas without a code in ISO 3166-1: the north of Cyprus, the Siachen glacier, Somaliland."""
MAPS: Mapping[str, ValueParser[object]] = {
    "borders": nonempty_text,
    "credit": nonempty_text,
    "disputed": list_of(country_pair),
}
GLYPHS: Mapping[str, ValueParser[object]] = {"missing": one_of(("error", "box", "substitute"))}
EASY_READING = "easy"
READINGS = ("large", "dyslexia", EASY_READING)
"""For whom an edition is set: large print for people who see little, for people with dyslexia, and for people who read easy
language."""
NOTES_PLACE = one_of(("page", "chapter", "end"))
NOTES: Mapping[str, ValueParser[object]] = {"place": NOTES_PLACE}
MARKDOWN: Mapping[str, ValueParser[object]] = {"flavour": one_of(tuple(map(str, Flavour)))}
SOURCES_TABLE: Mapping[str, ValueParser[object]] = {
    "style": nonempty_text,
    "first": one_of(("book", "chapter")),
    "terms": one_of(("book", "source")),
}
EBOOK: Mapping[str, ValueParser[object]] = {
    "profile": one_of(("standard", "kindle", "minimal")),
    "fonts": one_of(("opentype", "woff", "woff2", "none")),
    "pages_from": nonempty_text,
    "writing": one_of(("horizontal", "vertical")),
}

MEANT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*PRINT, "printer", "price", "paper"), ("pdf",)),
    "proof": ("pdf", "web"),
    **dict.fromkeys((*EBOOK, "soft_hyphens"), ("epub",)),
    "pages_from": ("pdf", "epub"),
    **dict.fromkeys(WEB, ("web",)),
}
"""Keys of an edition → the only formats that use them."""
EDITION_NEEDS = ("format",)


def edition(formats: Collection[str]) -> Mapping[str, ValueParser[object]]:
    """Return the keys of an edition, whose format is one of `formats`."""
    own = {
        "theme": name,
        "soft_hyphens": boolean,
        "printer": name,
        "price": price,
        "paper": name,
        "equivalent": equivalents,
        "territory": list_of(country),
        "images": positive_integer,
        "notes": NOTES_PLACE,
        "reading": one_of(READINGS),
        "proof": proof,
    }
    return {
        "format": one_of(formats),
        "locales": list_of(nonempty_text),
        **PRINT,
        **EBOOK,
        **WEB,
        **own,
        **UNTRANSLATED,
    }
