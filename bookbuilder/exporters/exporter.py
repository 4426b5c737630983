"""The record of an exported format, which `exporters/<name>/` has as `EXPORTER`, and what it gets and returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bookbuilder import discovery
from bookbuilder.diagnostics import Report, Rule
from bookbuilder.exporters.proof_comments import NO_COMMENTS, ProofComments
from bookbuilder.exporters.review import NO_REVIEW, NamedTexts
from bookbuilder.formats.book import Book
from bookbuilder.world import World

NO_STYLES = Rule(
    "export.reference",
    "the reference file {name} is no file of {form}",
    "A reference file lends its styles to an export: a document of the same kind, with the styles of a house. What is"
    " written in it does not matter.",
)


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """A file with the styles of a house: its name, as it was given, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ExportInput:
    """A finished book, with what the command line says: the `reference` file with the styles of a house, the roles of these
    `styles` by table and name (`importers.style_map`), and the `flavour` of a format that has several (empty: the first
    one). `comments` are the open proof notes, `review` names the texts that come home; `world` starts pandoc."""

    world: World
    book: Book
    reference: ReferenceFile | None = None
    styles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    flavour: str = ""
    comments: ProofComments = NO_COMMENTS
    review: NamedTexts = NO_REVIEW


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that a book is exported to: its name, the ending of its file, a line of documentation, and the function that
    returns its files: `{"": data}` for a single file, or those of a folder, with the text first.

    `flavours` are the values of `--flavour`; `reference`: it takes a reference file; `review`: what somebody changed in the
    file can be merged.
    """

    name: str
    suffix: str
    doc: str
    export: Callable[[ExportInput, Report], dict[str, bytes]]
    flavours: tuple[str, ...] = ()
    reference: bool = False
    review: bool = False


def exporters() -> dict[str, Exporter]:
    """Return every exporter by name."""
    return {
        exporter.name: exporter
        for exporter in discovery.values("bookbuilder.exporters", "EXPORTER", Exporter)
    }
