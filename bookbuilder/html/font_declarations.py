"""Reads what fonts.toml declares: that of the program, of the series and of the book."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.project.toml_positions import KeyPath, key_spans
from bookbuilder.world import Reader

FILE = "fonts/fonts.toml"
BROKEN = Rule(
    "fonts.syntax",
    "fonts.toml cannot be read: {problem}",
    "fonts.toml declares each family: name, folder, licence, embedding right and the files of its faces.",
)

Places = Mapping[KeyPath, Span]
"""The places of keys in the fonts.toml of the series and of the book."""


def font_declarations(world: Reader, report: Report) -> tuple[dict[str, dict[str, object]], Places]:
    """Return the tables of the shipped fonts.toml, overridden family by family by those of the series, and these by the
    book's; and the places of keys in the latter two."""
    declared: dict[str, object] = {}
    where: dict[KeyPath, Span] = {}
    sources = [("", world.read_asset(FILE))] if world.asset_exists(FILE) else []
    sources += [
        (path, world.read(path))
        for path in world.versions(FILE)
        if path != FILE or world.root != world.assets
    ]
    for path, data in sources:
        text = data.decode("utf-8", "replace")
        try:
            families = toml.loads(text)
        except toml.TomlError as error:
            report(BROKEN, Span(path or FILE, error.line, error.column), hint=error.hint, problem=error)
            continue
        declared |= families
        where = {keys: place for keys, place in where.items() if keys[0] not in families}
        where |= key_spans(text, path) if path else {}
    return {key: value for key, value in declared.items() if isinstance(value, dict)}, where
