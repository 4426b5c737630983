"""Reads the fonts.toml of the program, of the series and of the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.html.brand.brand_fonts import brand_fonts
from bookbuilder.html.family_name import plain_name
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.positions import KeyPath, nearest_span
from bookbuilder.toml_tables.toml_table import TomlTable, read_table
from bookbuilder.world import Reader

FILE = "fonts/fonts.toml"
BROKEN = Rule(
    "fonts.syntax",
    "fonts.toml cannot be read: {problem}",
    "fonts.toml declares each family: name, folder, licence, embedding right and the files of its faces.",
)

Places = Mapping[KeyPath, Span]
"""The places of keys in the fonts.toml of the series and of the book."""


def font_declarations(world: Reader, report: Report) -> tuple[dict[str, Mapping[str, object]], Places]:
    """Return the tables of the shipped fonts.toml, overridden family by family by those of the brand, these by those of the
    series, and these by the book's; and the places of keys in all but the first. A table replaces those below that have its
    key or its name. Reports `fonts.syntax`, also for two tables of one file with one name."""
    declared: dict[str, Mapping[str, object]] = {}
    where: dict[KeyPath, Span] = {}
    for path, file in _files(world, report):
        tables = _tables(file.data, file.spans, report)
        own = {_plain(key, table) for key, table in tables.items()}
        declared = {
            key: table for key, table in declared.items() if key in tables or _plain(key, table) not in own
        } | tables
        where = {
            keys: place for keys, place in where.items() if keys[0] in declared and keys[0] not in tables
        }
        where |= file.spans if path else {}
    return declared, where


def _files(world: Reader, report: Report) -> Iterator[tuple[str, TomlTable]]:
    """Yield the shipped file, with an empty path, the fonts of the brand, the files of the series and of the book."""
    if world.asset_exists(FILE) and (shipped := _read("", world.read_asset(FILE), report)):
        yield "", shipped
    if of_brand := brand_fonts(world):
        yield of_brand.path, of_brand
    for path in world.versions(FILE):
        if (path != FILE or world.root != world.assets) and (own := _read(path, world.read(path), report)):
            yield path, own


def _read(path: str, data: bytes, report: Report) -> TomlTable | None:
    return read_table(data.decode("utf-8", "replace"), path or FILE, report, BROKEN)


def declared_name(key: str, table: Mapping[str, object]) -> str:
    """Return the name of the family that a table declares."""
    return str(table.get("name", key))


def _plain(key: str, table: Mapping[str, object]) -> str:
    return plain_name(declared_name(key, table))


def _tables(families: Mapping[str, object], spans: Places, report: Report) -> dict[str, Mapping[str, object]]:
    """Return the tables of a file, of those with one name the first."""
    found: dict[str, Mapping[str, object]] = {}
    keys_by_name: dict[str, str] = {}
    for key, table in families.items():
        if not isinstance(table, dict):
            hint = "a family is a table: its name in brackets, and its keys below that"
            report(BROKEN, spans[key,], hint=hint, problem=Phrase("{key} is no table", key=key))
            continue
        first = keys_by_name.setdefault(_plain(key, table), key)
        if first != key:
            place = nearest_span((key, "name"), spans, Span(FILE))
            problem = Phrase(
                "{declared_name} is declared twice, in [{first}] and in [{key}]",
                declared_name=declared_name(key, table),
                first=first,
                key=key,
            )
            report(BROKEN, place, hint="give one of them another name", problem=problem)
            continue
        found[key] = table
    return found
