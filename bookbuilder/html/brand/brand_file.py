"""Reads the file of a brand: brand.toml, or else the _brand.yml of Quarto, as a table with the place of each key.

A book without one has that of its series.
"""

from __future__ import annotations

from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Severity, Span
from bookbuilder.html.brand.quarto_brand import quarto_table
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.toml_table import TomlTable, read_table
from bookbuilder.world import Reader
from bookbuilder.world.series_folder import PREFIX

FILE = "brand.toml"
QUARTO = ("_brand.yml", "_brand.yaml")
LARGEST = 100_000
"""Characters of a file: a brand has some twenty lines."""

SYNTAX = Rule(
    "brand.syntax",
    "the brand cannot be read: {problem}",
    "The brand of a house is brand.toml in the folder of the book or of its series, or the _brand.yml of Quarto: logos,"
    " colours with their roles, fonts, the tone of covers.",
)
BOTH = Rule(
    "brand.both",
    "this brand is not read: there is a {file} as well",
    "A house has one brand. With brand.toml in a folder, nothing is taken from the _brand.yml beside it.",
    Severity.WARNING,
)


def brand_table(world: Reader, report: Report, wrong: Findings) -> TomlTable | None:
    """Return what the file of the brand says, in the shape of brand.toml; None if there is none or it cannot be read.
    Reports `brand.both`; `wrong` gets `brand.syntax` and `file.*`."""
    places = {name: world.versions(name) for name in (FILE, *QUARTO)}
    own = [name for name, found in places.items() if name in found]
    found = own or [path for paths in places.values() for path in paths]
    for other in found[1:]:
        report(
            BOTH,
            Span(other),
            file=found[0],
            hint=Phrase("delete {other}, or delete {found} to use it", other=other, found=found[0]),
        )
    if not found:
        return None
    path = found[
        0
    ]  # not two brands laid over each other: half of a logo's colours would be those of another house
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
    return (
        read_table(text, path, wrong, SYNTAX)
        if is_brand_toml(path)
        else quarto_table(text, path, wrong, SYNTAX)
    )


def is_brand_toml(path: str) -> bool:
    """Whether the file of a brand is brand.toml, and not that of Quarto."""
    return path.removeprefix(PREFIX) == FILE
