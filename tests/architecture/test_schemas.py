"""The JSON Schemas of docs/schemas are those that the program makes, and they judge a file as the program does.

What a schema refuses, the program refuses as well, for nothing is worse than an editor that marks what is right. The other
way round they need to agree on unknown keys and on types alone.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomlkit

from bookbuilder import toml
from bookbuilder.diagnostics import NOWHERE, Findings, Severity
from bookbuilder.facts import read_facts
from bookbuilder.facts.facts_file import KINDS
from bookbuilder.html.token_checks.token_check import token_checks
from bookbuilder.locales.locale import is_language, languages
from bookbuilder.names import read_names
from bookbuilder.names.names_file import INDEXES
from bookbuilder.names.parse_entry import KEYS
from bookbuilder.picture_rights.pictures_file import read_pictures_file
from bookbuilder.project import load
from bookbuilder.project.book_file import SECTIONS
from bookbuilder.schemas import FILES
from bookbuilder.world import World
from scripts import schemas
from tests.architecture.test_doc_examples import Example, examples, over
from tests.cases import book
from tests.cases.case import FORMATS, ROOT
from tests.properties.test_wrong_values import TABLES, WRONG, files
from tests.sampled import sampled

made = cache(schemas.files)
"""Path → text of the schemas, made when the first test asks."""


@cache
def schema(name: str) -> Any:
    """Return the schema of a file of this name."""
    return json.loads(made()[f"{schemas.FOLDER}/{name}.schema.json"])


@cache
def validator(name: str) -> jsonschema.Draft7Validator:
    """Return what judges files of this name."""
    return jsonschema.Draft7Validator(schema(name), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


DATED = {"date", "released"}
"""Keys of book.toml whose value is a date."""


def as_json(value: Any) -> Any:
    """Return TOML data as editors hand it to a schema: dates and times are texts, nan and inf are null."""
    match value:
        case dict():
            return {key: as_json(inner) for key, inner in value.items()}
        case list():
            return [as_json(inner) for inner in value]
        case dt.date() | dt.time():
            return value.isoformat()
        case float() if not math.isfinite(value):
            return None
        case _:
            return value


def refused(name: str, data: Mapping[str, Any]) -> list[str]:
    """Return what a schema says against the data of a file."""
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(as_json(data))]


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_what_the_script_writes(name: str, accept: bool) -> None:
    path = f"{schemas.FOLDER}/{name}.schema.json"
    text = made()[path]
    if accept:
        (ROOT / path).write_text(text, encoding="utf-8")
    assert (ROOT / path).read_text(encoding="utf-8") == text, "python scripts/schemas.py"
    jsonschema.Draft7Validator.check_schema(schema(name))


def test_there_are_no_others() -> None:
    assert {f"{schemas.FOLDER}/{place.name}" for place in (ROOT / schemas.FOLDER).iterdir()} == made().keys()


# -- what is right -----------------------------------------------------------------------------------------------------

OURS = sorted(
    place
    for name in FILES
    for folder in (ROOT, *map(ROOT.joinpath, ("styles", "tests")))
    for place in (folder.glob(f"{name}.toml") if folder == ROOT else folder.rglob(f"{name}.toml"))
)


@pytest.mark.parametrize("place", OURS, ids=lambda place: str(place.relative_to(ROOT)))
def test_a_file_of_ours_is_valid(place: Path) -> None:
    assert refused(place.stem, tomllib.loads(place.read_text(encoding="utf-8"))) == []


def test_files_of_every_kind_are_looked_at() -> None:
    assert {place.stem for place in OURS} == set(FILES)
    assert len(OURS) > 12


def of_manual() -> Iterator[tuple[str, Example]]:
    """Yield the examples of the manual that belong to one of the files."""
    themes = {"page", "color", "font", "size", "leading", "text", "chapter", "web", "extends"}
    for example in examples("toml"):
        data = tomllib.loads(example.text)
        first = next(iter(data.values()))
        if data.keys() == {"web"} and "accent" in data["web"]:  # book.toml has such a table as well
            yield "theme", example
        elif "series" in data:
            yield "series", example
        elif "licences" in data:
            yield "pictures", example
        elif "brand" in data:
            yield "brand", example
        elif data.keys() <= set(SECTIONS):
            yield "book", example
        elif data.keys() <= set(INDEXES):
            yield "names", example
        elif data.keys() <= themes:
            yield "theme", example
        elif isinstance(first, dict) and not first.keys().isdisjoint(KINDS):
            yield "facts", example
        elif isinstance(first, dict) and "type" in first:
            yield "sources", example


@pytest.mark.parametrize(("name", "example"), list(of_manual()), ids=str)
def test_an_example_of_the_manual_is_valid(name: str, example: Example) -> None:
    data = tomllib.loads(example.text)
    if name == "book":  # an example may be a part of the file
        data = {"book": {"id": "x", "source": "de", "date": dt.date(2022, 1, 24)}, "locales": {}} | data
        data["locales"] = data["locales"] or {"de": {"title": "X"}}
        for locale in data["locales"].values():
            locale.setdefault("title", "X")
    assert refused(name, data) == []


def test_every_kind_of_file_has_an_example() -> None:
    assert {name for name, _ in of_manual()} == set(FILES)


# -- what is wrong -----------------------------------------------------------------------------------------------------


def told(folder: Path, made: Mapping[str, str], file: str) -> list[str]:
    """Return the codes of the errors in a file."""
    findings = Findings()
    match file:
        case "facts.toml":
            read_facts(made[file], file, findings)
        case "names.toml":
            read_names(made[file], file, findings)
        case "pictures.toml":
            read_pictures_file([(file, made[file])], findings)
        case _:
            load(World(book.write(folder, made)), findings, FORMATS)
    return [one.code for one in findings.sorted() if one.severity is Severity.ERROR]


def same_in_json(key: str, value: object) -> bool:
    """Whether a value is a date where a text is wanted, or the other way round."""
    return isinstance(value, str) if key in DATED else isinstance(value, dt.date | dt.time)


SEEN = {
    "book.key", "book.type", "book.missing", "rights.key",
    "fact.key", "fact.text", "fact.stray", "fact.empty", "name.key", "name.index",
}  # fmt: skip
"""What a schema must see as well: unknown keys, wrong types, missing keys."""
CASES = [(file, header, key) for (file, header), keys in TABLES.items() for key in keys if file[:-5] in FILES]


@pytest.mark.parametrize(("file", "header", "key"), sampled(CASES), ids=lambda value: value.strip("[]"))
def test_the_program_and_the_schema_agree(file: str, header: str, key: str, tmp_path: Path) -> None:
    for number, value in enumerate(WRONG):
        made = files(file, header, key, value)
        data = tomllib.loads(made[file])
        codes, against = told(tmp_path / str(number), made, file), refused(file[:-5], data)
        assert codes or not against, f"{key} = {value} is right, but {against}"
        if SEEN & set(codes) and not same_in_json(key, tomllib.loads(f"x = {value}")["x"]):
            assert against, f"{key} = {value}: {codes}"


def of_cases() -> Iterator[tuple[str, str, str]]:
    """Yield place, file and text of every file in the cases of the tests."""
    parts = re.compile(r"^=== (?:.*/)?(\w+\.toml)\n(.*?)(?=^(?:===|\.)(?: |$))", re.MULTILINE | re.DOTALL)
    for place in sorted([*(ROOT / "tests").rglob("*.md"), *(ROOT / "bookbuilder").rglob("*cases.md")]):
        text, blocks = (
            place.read_text(encoding="utf-8"),
            re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL),
        )
        found = [(one.start(), one[1], one[2]) for one in parts.finditer(text)]
        if place.name == "project_cases.md":
            found += [(one.start(), "book.toml", one[1]) for one in blocks.finditer(text)]
        for start, file, body in found:
            if file.removesuffix(".toml") in {"book", "facts", "names", "pictures"}:
                yield f"{place.name}:{text.count(chr(10), 0, start) + 1}", file, body


def test_the_cases_of_other_tests_are_judged_alike(tmp_path: Path) -> None:
    right = wrong = 0
    for number, (place, file, text) in enumerate(of_cases()):
        try:
            data = toml.loads(text)
        except toml.TomlError:
            continue
        codes = told(tmp_path / str(number), {"chapters/de/01-a.md": "# A\n", file: text}, file)
        against = refused(file[:-5], data)
        assert codes or not against, f"{place} is right, but {against}"
        assert against or not SEEN & set(codes), f"{place}: {codes}"
        right, wrong = right + (not codes), wrong + bool(against)
    assert right > 50 and wrong > 20


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("book.toml", "[bok]\n"),
        ("book.toml", '[book]\nidd = "x"\n'),
        ("book.toml", '[locales.de]\ntitel = "x"\n'),
        ("book.toml", '[locales."d e"]\ntitle = "x"\n'),
        ("book.toml", '[imprint]\nauthor = "x"\n'),
        ("book.toml", '[imprint.isbn]\nde = { pdf = "978-3" }\n'),
        ("book.toml", '[print]\nlink = "qr"\n'),
        ("book.toml", '[editions.Print]\nformat = "pdf"\n'),
        ("book.toml", '[editions.print]\nformat = "odt"\n'),
        ("book.toml", '[editions.print]\nprinter = "bod"\n'),
        ("book.toml", '[check.severity]\n"image.small" = "fatal"\n'),
        ("book.toml", '[[check.ignore]]\ncode = "image.small"\n'),
        ("book.toml", '[glyphs]\nmissing = "drop"\n'),
        ("book.toml", '[book]\nauthors = [{ nam = "A" }]\n'),
        ("book.toml", '[book]\nthema = [{ code = "jps" }]\n'),
        ("book.toml", '[book]\noutput = "chapters/de"\n'),
        ("facts.toml", '[x]\namuont = "5 USD"\n'),
        ("facts.toml", 'x = "5 USD"\n'),
        ("facts.toml", '[x]\nnote = "nothing"\n'),
        ("facts.toml", '[x]\nnumber = 5\nrate = "1.1"\n'),
        ("facts.toml", '[x]\nnumber = 5\npercentage = 5\n'),
        ("facts.toml", '[x]\namount = "5 dollars"\n'),
        ("pictures.toml", '[picture."a.png"]\nauthor = "A"\n'),
        ("pictures.toml", '[pictures."a.png"]\nautor = "A"\n'),
        ("pictures.toml", '[pictures."a.png"]\nmedia = ["paper"]\n'),
        ("pictures.toml", '[pictures."a.png"]\nalt = { de = { origin = "written" } }\n'),
        ("names.toml", 'kyiv = "Kyiv"\n'),
        ("names.toml", '[Places]\nkyiv = "Kyiv"\n'),
        ("names.toml", '[places]\nkyiv = { nam = "Kyiv" }\n'),
        ("names.toml", '[places]\nkyiv = { de = "Kiew", short = { german = "K" } }\n'),
        ("names.toml", '[places]\nkyiv = 5\n'),
        ("names.toml", '[places.kyiv]\nde = "Kiew"\nnot = "Kyjiw"\n'),
    ],
)  # fmt: skip
def test_a_slip_is_seen_by_both(file: str, text: str, tmp_path: Path) -> None:
    data = tomllib.loads(text)
    if file == "book.toml":
        data = over(tomllib.loads(book.settings(["de"])), data)
        text = tomlkit.dumps(data)
    assert refused(file[:-5], data)
    assert told(tmp_path, {file: text}, file)


def test_what_the_slips_are_laid_over_is_right() -> None:
    assert refused("book", tomllib.loads(book.settings(["de"]))) == []


@pytest.mark.parametrize("token", ["lines.hyphen", "lines.breaking", "lines.hanging", "lines.elastic", "pages.block_space",
                                   "figures.float", "front.half_title"])  # fmt: skip
def test_a_setting_of_a_theme_is_refused_by_both(token: str) -> None:
    table, key = token.split(".")
    judged = 0
    for value in (*WRONG, '"auto"', '"on"', '"line"', '"here"', "1", '"200"', '"2%"', '"odd"'):
        findings, data = Findings(), tomllib.loads(f"[{table}]\n{key} = {value}\n")
        if isinstance(data[table][key], dict | list):
            continue  # a list is no setting, and a table holds some
        for check in token_checks():
            check.report_token((table, key), data[table][key], NOWHERE, findings)
        against, wrong = refused("theme", data), bool(findings.sorted())
        assert wrong or not against, f"{value} is right, but {against}"
        too_much = isinstance(data[table][key], str) and re.fullmatch(r"[0-9.]+%?", data[table][key])
        if wrong and not too_much:
            assert against, value
        judged += bool(against)
    assert judged > 5


def test_a_setting_of_ones_own_is_allowed_and_a_colour_needs_its_digits() -> None:
    assert refused("theme", {"box": {"radius": "2mm"}, "color": {"mine": "red", "ink": "hsl(0 0% 0%)"}}) == []
    assert refused("theme", {"color": {"ink": "#12345"}})
    assert refused("theme", {"script": {"Arab": {"color": {"ink": "#12345"}}}})
    assert refused("theme", {"bilingual": {"cover": {"back": "yes"}}})
    assert refused("theme", {"page": {"width": 148}})


def test_every_setting_of_the_theme_has_its_meaning_and_default() -> None:
    settings = tomllib.loads((ROOT / "styles/dossier/theme.toml").read_text(encoding="utf-8"))
    for table in settings.keys() - {"script", "bilingual", "reading"}:
        assert schema("theme")["definitions"][table]["properties"].keys() == settings[table].keys()
    assert (
        schema("theme")["definitions"]["lines"]["properties"]["runt"]["default"] == settings["lines"]["runt"]
    )
    assert (
        schema("theme")["definitions"]["text"]["properties"]["align"]["description"] == "`justify` or `start`"
    )


@pytest.mark.heavy
def test_the_languages_are_those_that_a_name_may_have() -> None:
    codes = {
        "".join(letters) for length in (2, 3) for letters in itertools.product("acdehlnrstuz", repeat=length)
    }
    assert {code for code in codes if is_language(code)} == codes & set(languages())
    assert not set(languages()) & KEYS.keys(), "such a key would be a language as well"
