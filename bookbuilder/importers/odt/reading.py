"""What the modules that read a text of LibreOffice share: styles, what is collected, and where we are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.importer import KEEP
from bookbuilder.importers.manuscript.nodes import Block, Image, ProofNote
from bookbuilder.importers.odt.citation_marks import CitationMarks
from bookbuilder.importers.odt.continued_lists import ContinuedLists
from bookbuilder.importers.odt.style_sheet import OdtStyles
from bookbuilder.importers.source import ImportSource


@dataclass(slots=True)
class OdtReading:
    """The state of an import: what was found so far. `changes` are tracked changes by id: kind, author, date, content."""

    source: ImportSource
    styles: OdtStyles
    report: Report
    citations: CitationMarks
    decision: str = KEEP
    read_blocks: Callable[[etree._Element, OdtReading], tuple[Block, ...]] = lambda element, reading: ()
    number: int = 0
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)
    proof: dict[str, ProofNote] = field(default_factory=dict)
    changes: dict[str, tuple[str, str, str, etree._Element]] = field(default_factory=dict)
    letters: Counter[str] = field(default_factory=Counter)
    asides: list[Block] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    lists: ContinuedLists = field(default_factory=ContinuedLists)
    rejected: int = 0

    @property
    def span(self) -> Span:
        """The place of the paragraph that is being read: its number."""
        return Span(self.source.name, self.number)
