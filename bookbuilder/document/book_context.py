"""The context for directives that are generated from the whole book (chronology, index, imprint)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Block, Chapter, Inline, Pending, Target
from bookbuilder.document.printed_citations import NO_CITATIONS, PrintedCitations
from bookbuilder.document.reader_terms import ReaderTerm
from bookbuilder.locales import Locale
from bookbuilder.names import LocalName
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.issue_record import NO_ISSUES, RecordedIssues


@dataclass(frozen=True, slots=True)
class Marked:
    """An index mark as it was found: its index, its entry and sub-entry, where it is, and the key of its name."""

    index: str
    entry: str
    target: Target
    sub: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class NumberedPlace:
    """Something that the book counts: its kind (`document.numbered_kinds`), its number in the book, its caption without
    notes and links, and where it is."""

    kind: str
    number: int
    caption: tuple[Inline, ...]
    target: Target


@dataclass(frozen=True, slots=True)
class PictureCredit:
    """The credit of a picture: the number of its figure in the book (0: it is in none), and the chapter that it is in (None:
    it is on the cover)."""

    credit: str
    number: int
    chapter: Target | None


@dataclass(frozen=True, slots=True)
class BookContext:
    """The book while it is assembled: chapters are numbered, anchors known, index marks collected.

    `chapters` are without blocks and notes; `numbered` is what the book counts, in its order. `names` are those of
    names.toml by key, as the locale has them; `credits` are those of its pictures, in their order; `directives` are those
    that are made from the whole book; `omitted` are the titles of chapters that were left out of a translation, `incomplete`
    says that these or other parts were; `issues` are the records of the series, `citations` what is printed of the sources,
    `terms` those of the glossary for readers, by their keys.
    """

    project: Project
    edition: ProjectLocale
    locale: Locale
    chapters: tuple[Chapter, ...]
    marks: tuple[Marked, ...]
    numbered: tuple[NumberedPlace, ...]
    targets: Mapping[str, Target]
    names: Mapping[str, LocalName]
    credits: tuple[PictureCredit, ...]
    directives: frozenset[str] = frozenset()
    omitted: tuple[str, ...] = ()
    incomplete: bool = False
    issues: RecordedIssues = NO_ISSUES
    citations: PrintedCitations = NO_CITATIONS
    terms: Mapping[str, ReaderTerm] = field(default_factory=dict)


Expand = Callable[[Pending, BookContext, Report], tuple[Block, ...]]
"""Makes the blocks that replace a `Pending`, and reports its problems."""
