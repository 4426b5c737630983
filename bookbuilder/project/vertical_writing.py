"""Checks which editions can have vertical lines: e-books of a language that is written so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bookbuilder.diagnostics import Rule
from bookbuilder.locales.scripts import script_of
from bookbuilder.toml_tables.location import TomlLocation

VERTICAL = Rule(
    "edition.vertical",
    "{key} asks for vertical lines: {problem}",
    "The library that lays out a PDF sets horizontal lines alone. E-readers set vertical ones, from right to left, in"
    " Chinese and Japanese; e-books of other languages stay horizontal.",
)
SCRIPTS = frozenset(("Jpan", "Hans", "Hant"))
"""The scripts (ISO 15924) that are set in vertical lines."""
WRITING = "vertical"


def check_writing(read: dict[str, Any], spot: TomlLocation, tags: Collection[str]) -> None:
    """Report vertical lines of an edition that cannot have them (`edition.vertical`), and remove them; `tags` are the
    languages of the book."""
    if read.get("writing") != WRITING or read.get("format") not in ("pdf", "epub"):
        return
    here = spot.of("writing")
    if read["format"] == "pdf":
        problem, hint = "a PDF has horizontal ones", 'take it out, or make it an e-book: format = "epub"'
    elif not any(script_of(tag) in SCRIPTS for tag in tags):
        problem, hint = (
            "no language of this book has them",
            "Chinese and Japanese have vertical lines; take it out",
        )
    else:
        return
    here.report(VERTICAL, here.span, key=here.name, problem=problem, hint=hint)
    del read["writing"]
