"""A locale of a book as it is read: what goes in, the drafts of its chapters, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bookbuilder.diagnostics import Findings
from bookbuilder.document.assemble_book import (
    NOTHING_OMITTED,
    BookSettings,
    OmittedContent,
    Placement,
    place_chapters,
)
from bookbuilder.document.chapter_survey import Survey
from bookbuilder.document.document import Document
from bookbuilder.document.nodes import Chapter, Manuscript, Target
from bookbuilder.document.printed_citations import (
    NO_CITATIONS,
    PrintedCitations,
)
from bookbuilder.document.reader_terms import ReaderTerm
from bookbuilder.locales import Locale
from bookbuilder.markdown.directive import directives
from bookbuilder.picture_rights.book_rights import BookRights
from bookbuilder.pipeline.book_names import BookNames
from bookbuilder.pipeline.book_sources import CitedBook
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.draft_chapter import Draft, DraftInput
from bookbuilder.pipeline.fact_sources import (
    NO_FACT_SOURCES,
    FactSources,
)
from bookbuilder.pipeline.locale_spec import LocaleSpec
from bookbuilder.project import Project, ProjectLocale


@dataclass(frozen=True, slots=True)
class DraftedChapter:
    """A draft and the text of its chapter (empty for a generated one).

    `borrowed`: it is that of the source, or of the inherited locale, where its problems were reported. `part`: the text
    holds only differing blocks. `given` is the input of the draft, None for a generated chapter.
    """

    draft: Draft
    text: str = ""
    borrowed: bool = False
    part: bool = False
    given: DraftInput | None = None

    @property
    def survey(self) -> Survey:
        """The survey of its chapter, which could be read."""
        assert self.draft.survey is not None
        return self.draft.survey

    @property
    def id(self) -> str:
        """The id of its chapter, by which translations are found."""
        return self.survey.head.id


@dataclass(frozen=True, eq=False)
class LocaleReading:
    """A locale of a book that was read: its drafts with their placements, the document made from them, the rights in the
    pictures of the book, what is printed of its sources, in notes or not, and the terms of its glossary for readers."""

    name: str
    spec: LocaleSpec
    locale: Locale
    drafts: tuple[DraftedChapter, ...]
    document: Document
    rights: BookRights
    placements: tuple[Placement, ...] = ()
    citations: PrintedCitations = NO_CITATIONS
    cited_in_notes: bool = False
    terms: Mapping[str, ReaderTerm] = field(default_factory=dict)

    @cached_property
    def manuscript(self) -> Manuscript:
        """The chapters as their author wrote them."""
        return Manuscript(self.name, tuple(drafted.draft.written for drafted in self.drafts))


@dataclass(frozen=True, slots=True, eq=False)
class LocaleInput:
    """A locale that is read: the book and the `settings` of the locale; `source` is the locale that it was translated from,
    None for the source itself; `parent` is the one that it inherits. `names` are those of the book in this locale, `rights`
    those in its pictures, `cited` is what it cites, None for a book without sources, `fact_sources` what its facts stand
    on."""

    context: Context
    project: Project
    settings: ProjectLocale
    source: LocaleReading | None
    parent: LocaleReading | None
    spec: LocaleSpec
    locale: Locale
    names: BookNames
    rights: BookRights
    cited: CitedBook | None = None
    fact_sources: FactSources = NO_FACT_SOURCES


def placed_chapters(
    drafts: Sequence[DraftedChapter],
    settings: BookSettings,
    findings: Findings,
    omitted: OmittedContent = NOTHING_OMITTED,
    original: Sequence[DraftedChapter] = (),
) -> tuple[list[Placement], dict[str, Target], dict[int, Chapter]]:
    """Return the result of `document.assemble_book.place_chapters`."""
    expanders = {d.name: d.expand for d in directives().values() if d.expand is not None}
    surveys = [drafted.survey for drafted in drafts]
    return place_chapters(
        surveys,
        lambda index: drafts[index].draft.prepared,
        settings,
        expanders,
        findings,
        omitted,
        [drafted.survey for drafted in original],
    )
