"""Reads the file of a brand: brand.toml, or else the _brand.yml of Quarto, as a table with the place of each key."""

from __future__ import annotations

from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Severity, Span
from bookbuilder.html.brand.quarto_brand import quarto_table
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.toml_table import TomlTable, read_table
from bookbuilder.world import Reader

FILE = "brand.toml"
QUARTO = ("_brand.yml", "_brand.yaml")
LARGEST = 100_000
"""Characters of a file: a brand has some twenty lines."""

SYNTAX = Rule(
    "brand.syntax",
    "the brand cannot be read: {problem}",
    "The brand of a house is brand.toml in the folder of the book, or the _brand.yml of Quarto: logos, colours with their"
    " roles, fonts, the tone of covers.",
)
BOTH = Rule(
    "brand.both",
    "this brand is not read: there is a {file} as well",
    "A house has one brand. With brand.toml in the folder of a book, nothing is taken from _brand.yml.",
    Severity.WARNING,
)


def brand_table(world: Reader, report: Report, wrong: Findings) -> TomlTable | None:
    """Return what the file of the brand says, in the shape of brand.toml; None if there is none or it cannot be read.
    Reports `brand.both`; `wrong` gets `brand.syntax` and `file.*`."""
    found = [name for name in (FILE, *QUARTO) if world.exists(name)]
    for other in found[1:]:
        report(
            BOTH,
            Span(other),
            file=found[0],
            hint=Phrase("delete {other}, or delete {found} to use it", other=other, found=found[0]),
        )
    if not found:
        return None
    path = found[0]
    try:
        text = world.text(path)
    except BookbuilderError as error:
        wrong.extend(error.diagnostics)
        return None
    if len(text) > LARGEST:
        problem = Phrase(
            "it has {number} characters; at most {largest} are read", number=len(text), largest=LARGEST
        )
        wrong(SYNTAX, Span(path), problem=problem)
        return None
    return read_table(text, path, wrong, SYNTAX) if path == FILE else quarto_table(text, path, wrong, SYNTAX)
