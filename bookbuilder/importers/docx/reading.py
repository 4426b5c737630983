"""What the modules that read a file of Word share: the package, what is collected, and where we are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.importers.docx.citation_fields import CitationFields
from bookbuilder.importers.docx.list_numbering import Numbering
from bookbuilder.importers.docx.package import DocxPackage
from bookbuilder.importers.docx.style_sheet import StyleSheet
from bookbuilder.importers.importer import KEEP
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.runs import StyledRun


@dataclass(slots=True)
class OpenField:
    """A field that is being read: where its result begins in the runs of the paragraph (-1: in an earlier one).

    `held` are words between its beginning and its result, which are printed if neither comes in this paragraph.
    """

    instruction: str = ""
    result: bool = False
    start: int = 0
    held: list[StyledRun] = field(default_factory=list)


@dataclass(slots=True)
class DocxState:
    """The state of an import: what was found so far. `date` is the day that the properties of the file state."""

    package: DocxPackage
    styles: StyleSheet
    numbering: Numbering
    report: Report
    citations: CitationFields
    changes: str = KEEP
    language: str = ""
    date: str = ""
    number: int = 0
    part: str = ""
    notes: dict[str, tuple[nodes.Block, ...]] = field(default_factory=dict)
    images: dict[str, nodes.Image] = field(default_factory=dict)
    proof: dict[str, nodes.ProofNote] = field(default_factory=dict)
    letters: Counter[str] = field(default_factory=Counter)
    fields: list[OpenField] = field(default_factory=list)
    asides: list[nodes.Aside] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    read_blocks: Callable[[etree._Element, DocxState], tuple[nodes.Block, ...]] = lambda element, reading: ()
    displays: list[str] = field(default_factory=list)
    counters: dict[tuple[str, int], int] = field(default_factory=dict)
    depth: int = 0
    undecided: int = 0
    reported: set[str] = field(default_factory=set)
    generated: int = 0
    index_places: list[str] = field(default_factory=list)
    sources_place: bool = False
    title: dict[str, list[tuple[nodes.Inline, ...]]] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """The place of the paragraph that is being read: its number in the document, or in the part of the notes."""
        name = self.package.source.name
        if self.part and self.part != self.package.document:
            name = f"{name}/{self.part.rpartition('/')[2].removesuffix('.xml')}"
        return Span(name, self.number)

    def tell_once(self, key: str, rule: Rule, hint: str = "", **values: object) -> None:
        """Report something once for the whole file, at the first place."""
        if key not in self.reported:
            self.reported.add(key)
            self.report(rule, self.span, hint=hint, fix=None, area=None, **values)
