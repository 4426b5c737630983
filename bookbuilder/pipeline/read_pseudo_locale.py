"""Makes a pseudo-locale from the source of a book that has been read."""

from __future__ import annotations

from functools import partial

from bookbuilder.claims.evaluate import FactTable
from bookbuilder.diagnostics import Findings
from bookbuilder.document import pseudolocalize
from bookbuilder.document.assemble_book import (
    BookSettings,
    complete_chapter,
)
from bookbuilder.document.chart_texts import with_chart_texts
from bookbuilder.document.document import Document
from bookbuilder.document.letter_heads import with_letter_heads
from bookbuilder.document.localize import localize
from bookbuilder.document.map_texts import with_map_texts
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.printed_citations import (
    with_citations,
)
from bookbuilder.document.reader_terms import LIST_OF_TERMS, with_terms
from bookbuilder.document.resolve_names import resolve_names
from bookbuilder.document.series_rows import with_series_rows
from bookbuilder.locales.words_by_language import WordsByLanguage
from bookbuilder.markdown.directives.imprint import chapter as imprint_chapter
from bookbuilder.pipeline.book_names import BookNames, read_book_names
from bookbuilder.pipeline.draft_chapter import Draft, encode_draft
from bookbuilder.pipeline.locale_glossary import terms_of
from bookbuilder.pipeline.locale_reading import DraftedChapter, LocaleReading, placed_chapters
from bookbuilder.pipeline.locale_spec import LocaleSpec, known_locale
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.issue_record import RecordedIssues
from bookbuilder.project.shared_facts import read_shared_facts
from bookbuilder.world import Workspace


def read_pseudo_locale(
    world: Workspace, project: Project, source: LocaleReading, edition: ProjectLocale
) -> LocaleReading:
    """Return a pseudo-locale made from the source, for a project that has no other (`project.pseudo_localize_settings`).

    Problems of the text were reported for the source, so nothing is reported here, and nothing checked.
    """
    quiet = Findings()
    spec = LocaleSpec(edition.tag, {}, edition.home_currency, WordsByLanguage({}))
    locale = spec.locale(world)
    assert locale.pseudo is not None
    names = read_book_names(world, project, source.locale, quiet)
    terms = pseudolocalize.glossary(source.terms, locale.pseudo)
    drafts: list[DraftedChapter] = []
    for old in source.drafts:
        chapter = old.draft.written
        if chapter.span.path == "book.toml":
            chapter = imprint_chapter(locale)
        else:
            chapter = pseudolocalize.pseudolocalize(
                resolve_names(chapter, names.by_key, source.locale, quiet), locale.pseudo
            )
            chapter = with_letter_heads(chapter, locale, partial(known_locale, world))
            if LIST_OF_TERMS in old.survey.pending:
                chapter = with_terms(chapter, terms_of(len(drafts), source.drafts, terms))
        drafts.append(
            DraftedChapter(
                Draft(
                    encode_draft(
                        chapter,
                        spec,
                        BookNames(),
                        world,
                        quiet,
                        old.draft,
                        cited_in_notes=source.cited_in_notes,
                    )
                )
            )
        )
    citations = pseudolocalize.citations(source.citations, locale.pseudo)
    placements, targets, expanded = placed_chapters(
        drafts,
        BookSettings(project, edition, locale, {}, RecordedIssues(world), citations, terms=terms),
        quiet,
        original=source.drafts,
    )
    facts = read_shared_facts(world, quiet).facts

    def finished(position: int, drafted: DraftedChapter) -> Chapter:
        chapter = with_citations(
            expanded.get(position) or drafted.draft.prepared, citations.placed(drafted.id, targets)
        )
        chapter = complete_chapter(chapter, placements[position])
        assert locale.pseudo is not None
        chapter = with_series_rows(pseudolocalize.indexes(chapter, locale.pseudo), FactTable.of(facts), quiet)
        chapter = with_chart_texts(
            localize(chapter, facts, locale, quiet, edition.equivalents), locale, quiet
        )
        return with_map_texts(chapter, locale, names.by_key, project.maps, world.read_asset, quiet)

    document = Document.of(
        edition.name, (finished(index, drafted) for index, drafted in enumerate(drafts)), targets
    )
    return LocaleReading(edition.name, spec, locale, tuple(drafts), document, source.rights)
