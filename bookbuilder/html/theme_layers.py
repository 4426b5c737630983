"""Says where each setting of a theme comes from: the themes of the program, the brand, the series, the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.html.brand.brand_tokens import brand_tokens
from bookbuilder.html.brand.read_brand import read_brand
from bookbuilder.html.font_declarations import declared_name, font_declarations
from bookbuilder.html.theme_inheritance import KEY, last_of_program, lineage, settings
from bookbuilder.toml_tables.positions import KeyPath, key_spans
from bookbuilder.toml_tables.toml_table import merged
from bookbuilder.world import PROGRAM, Reader, decode


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """A value of a setting, and where it is written; `bookbuilder:` begins a file of the program."""

    value: object
    span: Span


def theme_layers(world: Reader, name: str) -> dict[KeyPath, tuple[WrittenValue, ...]]:
    """Return the values of each setting of a theme, the one that holds first, as they are written: an edition in a script or
    for certain readers takes those in tables of their own. Raises `BookbuilderError` (`theme.*`, `brand.*`)."""
    found: dict[KeyPath, tuple[WrittenValue, ...]] = {}
    for keys, value, span in _written(world, name):
        found[keys] = (WrittenValue(value, span), *found.get(keys, ()))
    return found


def _written(world: Reader, name: str) -> Iterator[tuple[KeyPath, object, Span]]:
    names, below = lineage(world, name), dict[str, Any]()
    for one in names:
        of_program = world.asset_exists(f"styles/{one}/theme.toml")
        for number, (path, data) in enumerate(settings(world, one)):
            if not of_program and not number and one == last_of_program(world, names):
                yield from _of_brand(world, below)
            text = decode(data, path)
            try:
                own = toml.loads(text)
            except toml.TomlError:  # a build says so
                continue
            own.pop(KEY, None)
            shown = PROGRAM + path if of_program and not number and world.root != world.assets else path
            spans = key_spans(text, shown)
            yield from ((keys, value, spans[keys]) for keys, value in _values(own, ()))
            below = merged(below, own)
            if of_program and not number and one == last_of_program(world, names):
                yield from _of_brand(world, below)


def _of_brand(world: Reader, below: Mapping[str, Any]) -> Iterator[tuple[KeyPath, object, Span]]:
    wrong = Findings()
    brand = read_brand(world, Findings(), wrong)
    if wrong.failed:
        raise BookbuilderError(*wrong.sorted())
    if brand is not None:
        tables, _ = font_declarations(world, Findings())
        families = [declared_name(key, table) for key, table in tables.items()]
        yield from brand_tokens(brand, below, families, Findings())


def _values(table: Mapping[str, Any], keys: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _values(value, (*keys, key))
        else:
            yield (*keys, key), value
