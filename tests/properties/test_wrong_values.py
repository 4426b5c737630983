"""A value of a wrong type is told with its line, in every key of every TOML file; none is printed, and none crashes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bookbuilder.diagnostics import NOWHERE, Findings
from bookbuilder.facts import parse_literal
from bookbuilder.facts import read_facts as read_facts
from bookbuilder.facts.facts_file import KEYS as FACT_KEYS
from bookbuilder.facts.sums_of_money import fact_notation, find_sums
from bookbuilder.html.block import blocks, renderer
from bookbuilder.html.medium import Medium
from bookbuilder.locales import load as load_locale
from bookbuilder.locales.article_vocabulary import vocabulary
from bookbuilder.names.names_file import read_names as read_names
from bookbuilder.names.parse_entry import KEYS as NAME_KEYS
from bookbuilder.picture_rights import pictures_file
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.project import book_schema, load
from bookbuilder.translate.glossary import read as glossary
from bookbuilder.world import World
from tests.cases import book
from tests.sampled import sampled

WRONG = (
    "true", "0", "-5", "7", "20220117", "1" * 45, "1.5", "nan", "inf", "-inf", "1e300", "2022-01-17",
    "0001-01-01", "9999-12-31", "2022-01-17T10:00:00", "2022-01-17T10:00:00Z", "10:00:00", '""', '"x"', '"QQX"',
    '"20220117"', '"2022-W03-1"', '"a\\u0007b"', '"200e6 QQX"', '"2022-02-30"', "[]", "{}", "[[]]", "[1]", "[true]",
    '["x"]', "{ a = 1 }", "[{}]",
)  # fmt: skip
"""Values of every type that TOML has, and the edges of each."""

FACTS = {
    "amount": '"200e6 USD"', "date": "2022-01-17", "interval": '"2022-01-17/2022-01-21"', "number": "5",
    "quantity": '"5 km"',
    "duration": '"2 hours"', "percentage": "1.5", "equivalent": '"EUR"', "rate": '"1.1"', "rate_date": "2022-01-17",
    "rates": '{ EUR = "1.1" }', "source": '"x"', "note": '"x"',
    "values": "{ 2021 = 5, 2022 = 7 }",
}  # fmt: skip
"""A good value of each key of a fact."""
NUMBERS = {"number", "percentage", "rate"}
"""Keys whose value may be written as a number or as a text."""
NAMES = {"name": '"x"', "full": '"x"', "short": '"x"', "sort": '"x"', "office": '"x"', "dates": '"x"', "not": "[]",
         "at": '"1 N, 2 E"', "source": '"x"', "note": '"x"', "de": '"x"'}  # fmt: skip
GLOSSARY = {"term": '"x"', "not": "{}", "note": '"x"', "de": '"x"'}
BOOK = {
    "id": '"x"', "source": '"x"', "theme": '"x"', "date": "2022-01-17", "edition": "1", "authors": "[]", "subjects": "[]",
    "thema": "[]", "bisac": "[]", "volume": "1", "version": '"x"', "released": "2022-01-17", "exemption": '"x"',
    "output": '"x"', "equivalent": '"sign"',
}  # fmt: skip
LOCALE = {
    "tag": '"x"', "title": '"x"', "subtitle": '"x"', "description": '"x"', "series": '"x"', "cover": '"x"', "keywords": "[]",
    "translators": "[]", "words": "{}", "home_currency": '"x"', "stale": '"x"', "missing": '"x"', "inherits": '"x"',
    "equivalent": '"sign"', "compounds": '"dot"',
}  # fmt: skip
IMPRINT = {
    "publisher": '"x"', "address": "[]", "email": '"x"', "url": '"x"', "responsible": '"x"', "editors": "[]",
    "printer": '"x"',
    "issn": '"x"', "issue": '"x"', "rights": '"x"', "tdm": "true", "tdm_policy": '"x"', "credits": "[]", "place": '"x"',
    "untranslated": "true",
}  # fmt: skip
PRINT = {"links": '"x"', "page_map": "true", "attachments": "[]", "pages": '"x"'}
WEB = {"address": '"x"', "downloads": "[]", "image_types": "[]", "image_widths": "[]"}
EDITION = {
    "format": '"pdf"',
    "locales": "[]",
    **PRINT,
    "profile": '"x"',
    "fonts": '"x"',
    "images": "1",
    "pages_from": '"x"',
    "soft_hyphens": "true",
    "writing": '"x"',
    **WEB,
    "printer": '"x"',
    "price": '"x"',
    "paper": '"x"',
    "reading": '"large"',
    "proof": "true",
    "stale": '"x"',
    "missing": '"x"',
    "theme": '"x"',
    "equivalent": '"sign"',
    "territory": "[]",
    "notes": '"end"',
}
PICTURE_SETTINGS = {"warn": '"30 days"', "credits": '"both"', "territory": "[]"}
_BOUNDS = {"media": "[]", "territory": "[]", "from": "2022-01-17", "until": "2022-01-17"}
PICTURE = {
    **dict.fromkeys(("author", "agency", "title", "credit", "source", "note"), '"x"'), "licence": '"own"', **_BOUNDS,
    "release": '"none"', "made": '"print"', "alt": "{}", "words": '"any"',
}  # fmt: skip
LICENCE = {"name": '"x"', "url": '"x"', "credit": '"x"', **_BOUNDS}
PROOF = {
    "lines": '"page"', "addresses": "true", "leading": '"book"', "margin": '"40mm"', "since": '"1.0"', "changes": '"lines"',
    "number": "1", "date": "2022-01-17", "mark": '"x"',
}  # fmt: skip
NOTES = {"place": '"end"'}
GLYPHS = {"missing": '"box"'}  # fmt: skip

TABLES = {
    ("book.toml", "[book]"): BOOK,
    ("book.toml", "[locales.de]"): LOCALE,
    ("book.toml", "[imprint]"): IMPRINT,
    ("book.toml", "[print]"): PRINT,
    ("book.toml", "[editions.x]"): EDITION,
    ("book.toml", "[editions.x.proof]"): PROOF,
    ("book.toml", "[glyphs]"): GLYPHS,
    ("book.toml", "[notes]"): NOTES,
    ("book.toml", "[web]"): WEB,
    ("book.toml", "[pictures]"): PICTURE_SETTINGS,
    ("pictures.toml", "[licences.x]"): LICENCE,
    ("pictures.toml", '[pictures."p.svg"]'): PICTURE,
    ("facts.toml", "[x]"): FACTS,
    ("names.toml", "[persons.x]"): NAMES,
    ("glossary.toml", "[x]"): GLOSSARY,
}
"""Every table of every file, with a value of the right type for each of its keys."""


def test_every_key_is_looked_at() -> None:
    assert BOOK.keys() == book_schema.BOOK.keys()
    assert LOCALE.keys() == book_schema.LOCALE.keys()
    assert IMPRINT.keys() == book_schema.IMPRINT.keys()
    assert PRINT.keys() == book_schema.PRINT.keys()
    assert GLYPHS.keys() == book_schema.GLYPHS.keys()
    assert NOTES.keys() == book_schema.NOTES.keys()
    assert WEB.keys() == book_schema.WEB.keys()
    assert EDITION.keys() == book_schema.edition(("pdf",)).keys()
    assert PROOF.keys() == book_schema.PROOF.keys()
    assert PICTURE_SETTINGS.keys() == book_schema.PICTURES.keys()
    assert PICTURE.keys() == pictures_file.PICTURE.keys()
    assert LICENCE.keys() == pictures_file.LICENCE.keys()
    assert FACTS.keys() == FACT_KEYS.keys()
    assert NAMES.keys() == {*NAME_KEYS, "de"}


def files(file: str, header: str, key: str, value: str) -> dict[str, str]:
    """Return a book in which one key of one table has a value."""
    made = {
        "chapters/de/01-a.md": "# A\n\n[x]{fact=x} und [y]{name=x}.\n",
        "facts.toml": "[x]\nnumber = 5\n",
        "names.toml": '[persons.x]\nde = "Y"\n',
        "glossary.toml": '[x]\nterm = "x"\n',
        "pictures.toml": "",
        "book.toml": book.settings(["de"]),
    }
    text = made[file]
    data = tomllib.loads(text)
    table: Any = data
    for part in header.strip("[]").split("."):
        table = table.get(part, {})
    if key in table:
        lines = text.split("\n")
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{key} = "))
        lines[at] = f"{key} = {value}"
        text = "\n".join(lines)
    elif f"{header}\n" in text:
        text = text.replace(f"{header}\n", f"{header}\n{key} = {value}\n")
    else:
        needed = 'format = "pdf"\n' if header == "[editions.x]" and key != "format" else ""
        text += f"\n{header}\n{key} = {value}\n{needed}"
    if file == "facts.toml":
        text = f"[x]\n{_beside(key)}{key} = {value}\n"
    return made | {file: text}


def _beside(key: str) -> str:
    """Return what a fact needs beside a key."""
    if key in ("equivalent", "rate", "rate_date", "rates"):
        return 'amount = "5 USD"\n' + ('equivalent = "EUR"\n' if key == "rate" else "")
    return "number = 5\n" if key in ("source", "note") else ""


def told(folder: Path, made: Mapping[str, str], file: str) -> Findings:
    """Return what is said of a file; a book whose values are taken is read, checked and rendered with them."""
    world, findings = World(book.write(folder, made)), Findings()
    project = load(world, findings, ("pdf", "epub", "web"))
    match file:
        case "facts.toml":
            read_facts(made[file], file, findings)
        case "names.toml":
            read_names(made[file], file, findings)
        case "pictures.toml":
            pictures_file.read_pictures_file([(file, made[file])], findings)
        case "glossary.toml":
            glossary(made[file], {"de": "de"}, findings)
        case _:
            return findings
    if project is not None and not findings.failed:
        reading = read_locale(Context(world, findings), project, project.locales[project.source], None)
        for chapter in reading.document.chapters:
            medium = Medium(reading.locale, lambda target: f"#{target.anchor}", str)
            blocks(chapter.blocks, renderer(medium, chapter))
    return findings


def cases() -> Iterator[tuple[str, str, str]]:
    for (file, header), keys in TABLES.items():
        for key in keys:
            yield file, header, key


@pytest.mark.parametrize(("file", "header", "key"), sampled(cases()), ids=lambda value: value.strip("[]"))
def test_a_wrong_value_is_told_with_its_line(file: str, header: str, key: str, tmp_path: Path) -> None:
    right = type(tomllib.loads(f"x = {TABLES[file, header][key]}")["x"])
    allowed = {right}
    if file == "facts.toml":
        allowed |= (
            {int, float, str} if key in NUMBERS else {str} if right is not str and key != "rates" else set()
        )
    if file == "book.toml":
        allowed |= {dict} if key in ("equivalent", "proof") else set()
    if file == "pictures.toml":
        allowed |= {dict} if key in ("name", "title", "credit", "words") else set()
    if file == "names.toml":
        allowed |= {dict} if key in ("full", "short", "sort", "office", "dates", "not") else set()
    if file == "glossary.toml":
        allowed |= {list} if key not in ("not", "note") else set()
    for number, value in enumerate(WRONG):
        found = told(tmp_path / str(number), files(file, header, key, value), file).sorted()
        here = [one for one in found if one.span.path == file]
        assert all(one.span.line for one in here), (value, here)
        if type(tomllib.loads(f"x = {value}")["x"]) not in allowed:
            assert here, f"{file} {header} {key} = {value} is not told"


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("amount", '"200e6 QQX"', "its three letters are those of ISO 4217, such as EUR, USD or CHF"),
        ("amount", '"200e6 EUO"', 'did you mean "EUR"?'),
        ("equivalent", '"USX"', 'did you mean "USD"?'),
        ("rates", '{ EUO = "1.1" }', 'did you mean "EUR"?'),
        ("date", "20220117", "write 2022-01-17"),
        ("date", '"20220117"', "write 2022-01-17"),
        ("date", "2022-01-17T10:00:00", "write 2022-01-17"),
        ("rate_date", '"17.1.2022"', "write 2022-01-17"),
        ("interval", '"20220117/20220121"', ""),
        ("number", "nan", ""),
        ("number", "true", ""),
        ("percentage", "inf", ""),
    ],
)
def test_what_a_fact_does_not_hold(key: str, value: str, hint: str, tmp_path: Path) -> None:
    (said,) = [
        one
        for one in told(tmp_path, files("facts.toml", "[x]", key, value), "facts.toml").sorted()
        if one.span.path == "facts.toml"
    ]
    assert said.hint == hint
    assert said.span.line == 2 + _beside(key).count("\n") if key != "rates" else said.span.line


def test_what_the_import_proposes_is_what_a_build_accepts(tmp_path: Path) -> None:
    world = World(tmp_path)
    words = vocabulary(load_locale("de", world), world)
    assert words is not None
    for digits in range(1, 60):
        for scale in ("", " Millionen", " Billionen"):
            for one in find_sums(f"Es kostete {'7' * digits}{scale} Dollar.", words):
                findings = Findings()
                value = fact_notation(one.sum.value, one.sum.currency)
                assert parse_literal({"amount": value}, NOWHERE, findings) is not None, value
                assert Decimal(value.split(" ")[0]) == one.sum.value


def test_an_empty_folder_that_is_called_like_a_chapter_is_told(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\nText.\n"})
    (root / "chapters" / "de" / "05-donnerstag.md").mkdir()
    world, findings = World(root), Findings()
    project = load(world, findings, ("pdf",))
    assert project is not None
    read_locale(Context(world, findings), project, project.locales["de"], None)
    assert [str(one) for one in findings.sorted()] == [
        "chapters/de/05-donnerstag.md: error: this is a folder, and a chapter is a file [chapter.folder]"
    ]
