"""Reads one locale of a book: drafts its chapters, places them in the book, finishes them.

Chapters are drafted and finished one by one, so this runs in parallel and is cached; what needs the whole book uses
surveys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
from msgspec import structs

from bookbuilder.build_step import DirectRunner
from bookbuilder.checks.check import BookInput, checks
from bookbuilder.document.assemble_book import (
    NOTHING_OMITTED,
    BookSettings,
    Placement,
)
from bookbuilder.document.chapter_survey import fact_names
from bookbuilder.document.document import Document
from bookbuilder.document.nodes import Chapter, Pending
from bookbuilder.document.printed_citations import (
    NO_CITATIONS,
    PrintedCitation,
    PrintedCitations,
)
from bookbuilder.document.reader_terms import ReaderTerm
from bookbuilder.document.walk import walk
from bookbuilder.facts import FactValue
from bookbuilder.facts.fact_series import values_by_series
from bookbuilder.locales import Locale
from bookbuilder.markdown.dialect import Citing, Dialect
from bookbuilder.markdown.directives.sources import lists_all
from bookbuilder.pipeline.book_names import read_book_names
from bookbuilder.pipeline.book_sources import read_cited_book
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.fact_sources import (
    NO_FACT_SOURCES,
    find_fact_sources,
    report_fact_sources,
)
from bookbuilder.pipeline.finish_chapter import FINISH, FinishInput, Original
from bookbuilder.pipeline.glossary_check import CHECK_GLOSSARY
from bookbuilder.pipeline.locale_drafts import draft_chapters
from bookbuilder.pipeline.locale_glossary import book_glossary, glossary_checks, with_glossaries
from bookbuilder.pipeline.locale_pictures import (
    chapter_credits,
    narrow_pictures,
    own_pictures,
    picture_credits,
    rights_of_book,
)
from bookbuilder.pipeline.locale_reading import DraftedChapter, LocaleInput, LocaleReading, placed_chapters
from bookbuilder.pipeline.locale_spec import LocaleSpec
from bookbuilder.pipeline.omitted_content import omitted_content
from bookbuilder.pipeline.print_citations import CitingChapters, print_citations
from bookbuilder.pipeline.reader_glossary import as_shown, reader_terms
from bookbuilder.pipeline.spoken_formulas import SpokenFormulas
from bookbuilder.pipeline.translation_gaps import report_gaps, settings_gaps
from bookbuilder.pipeline.unknown_words import report_unknown_words
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.abbreviations_file import book_abbreviations
from bookbuilder.project.issue_record import RecordedIssues
from bookbuilder.project.shared_facts import read_shared_facts
from bookbuilder.world import Workspace


def read_locale(
    context: Context,
    project: Project,
    edition: ProjectLocale,
    source: LocaleReading | None,
    parent: LocaleReading | None = None,
    on_idle: Callable[[Locale], object] | None = None,
) -> LocaleReading:
    """Return one locale of the book; `source` and `parent` are those of a `LocaleInput`. `on_idle` is called with the locale
    while workers are busy.

    Reports all problems that can be found without layout: syntax, references, facts, pictures, imprint.
    """
    world, findings, runner, history = context.world, context.findings, context.runner, context.history
    spec = _spec(world, project, edition)
    locale = spec.locale(world)
    known = read_shared_facts(world, findings)
    names = read_book_names(world, project, locale, findings, inherits=bool(edition.inherits))
    rights = source.rights if source else rights_of_book(world, project, findings)
    cited = read_cited_book(context, project, locale, findings)
    fact_sources = find_fact_sources(known, cited.sources.keys) if cited else NO_FACT_SOURCES
    reading = LocaleInput(
        *(context, project, edition, source, parent, spec, locale, names, rights, cited), fact_sources
    )
    drafts, anchors = draft_chapters(reading)
    if source and not edition.inherits:
        gaps = sum((drafted.draft.gaps for drafted in drafts), settings_gaps(world, edition))
        report_gaps(gaps, edition, findings)
    glossary = book_glossary(world, project, findings)
    for diagnostics in runner.run(CHECK_GLOSSARY, glossary_checks(reading, drafts, glossary)):
        findings.extend(diagnostics)
    omitted = NOTHING_OMITTED
    if source and edition.untranslated.missing == "omit" and not edition.inherits:
        written = (drafted.survey for drafted in source.drafts if drafted.given is not None)
        omitted = omitted_content(tuple(written), [drafted.survey for drafted in drafts], source.locale.tag)
    terms: dict[str, ReaderTerm] = {}
    if glossary and any(term.meaning for term in glossary.terms):
        dialect = Dialect(
            project.flavour, citing=cited.citing if cited else Citing.NO, variant=edition.variant
        )
        explained = reader_terms(glossary, project, edition, dialect, findings)
        terms = as_shown(explained, known.facts, names.by_key, locale)
        drafts = with_glossaries(reading, drafts, terms)
    report_unknown_words(reading, drafts, terms)
    credit_of, citations = picture_credits(reading, drafts), _printed_citations(reading, drafts)
    placements, targets, expanded = placed_chapters(
        drafts,
        BookSettings(
            project, edition, locale, names.by_key, RecordedIssues(world), citations, credit_of, terms
        ),
        findings,
        structs.replace(omitted, left_out=anchors) if anchors else omitted,
        source.drafts if source else (),
    )
    placed = [citations.placed(drafted.id, targets) for drafted in drafts]
    tasks, printed = _finish_inputs(reading, drafts, placements, expanded, known.facts, placed, credit_of)
    if cited:
        report_fact_sources(known, cited.sources.keys, printed, findings)
    # Rates are looked up today, so these results are not cached.
    finishing = (runner if history is None else DirectRunner()).begin(FINISH, tasks)
    if on_idle and None in finishing.found:
        on_idle(locale)
    chapters = finishing.wait()
    for chapter in chapters:
        findings.extend(chapter.diagnostics)
    document = Document(edition.name, tuple(chapter.galley for chapter in chapters), targets)
    subject = BookInput(
        world=world,
        runner=runner,
        project=project,
        edition=edition,
        locale=locale,
        chapters=tuple(chapter.galley.summary for chapter in chapters),
        # Only these are inputs of the build: a fact of a series that no chapter prints may change.
        facts=known.printed(world, printed, findings),
        places=known.spans,
        original=source is None,
        rights=rights,
        history=history,
    )
    for check in checks():
        if check.run is not None:
            check.run(subject, findings)
    return LocaleReading(
        edition.name, spec, locale, drafts, document, rights, tuple(placements), citations,
        cited is not None and cited.citing is Citing.NOTE, terms,
    )  # fmt: skip


def _finish_inputs(
    reading: LocaleInput,
    drafts: Sequence[DraftedChapter],
    placements: Sequence[Placement],
    expanded: Mapping[int, Chapter],
    facts: Mapping[str, FactValue],
    citations: Sequence[Mapping[int, PrintedCitation]],
    credit_of: Mapping[str, str],
) -> tuple[list[FinishInput], frozenset[str]]:
    """Return the chapters to be finished, and the names of all facts that they print."""
    source = reading.source
    originals = {drafted.id: index for index, drafted in enumerate(source.drafts)} if source else {}
    tasks, printed = [], set[str]()
    spoken = SpokenFormulas(reading.context, reading.settings.name)
    series, order = values_by_series(facts), {name: index for index, name in enumerate(facts)}
    for index, drafted in enumerate(drafts):
        original = _original(source, originals.get(drafted.id))
        used = {*drafted.draft.facts, *(original.draft.facts if original else ())}
        if index in expanded:
            used |= fact_names(expanded[index])
        used = {
            one for name in used for one in ((name,) if name in facts else ()) + series.get(name, (name,))
        }
        printed |= used
        tasks.append(
            FinishInput(
                world=reading.context.world,
                draft=drafted.draft,
                text="" if drafted.borrowed else drafted.text,
                place=placements[index],
                expanded=msgspec.msgpack.encode(expanded[index]) if index in expanded else b"",
                spec=reading.spec,
                # In the order of the file, in which the values of a series stand.
                # For an unknown name the hint compares all facts.
                facts={name: facts[name] for name in sorted(used, key=order.__getitem__)}
                if used <= facts.keys()
                else facts,
                names=reading.names,
                date=reading.project.date,
                original=None if drafted.borrowed or drafted.part else original,
                already_reported=drafted.borrowed,
                history=reading.context.history,
                pictures=(pictures := own_pictures(reading, drafted)),
                narrow=narrow_pictures(reading, drafted, pictures),
                equivalents=reading.settings.equivalents,
                maps=reading.project.maps,
                citations=citations[index],
                credits=chapter_credits(reading, drafted, credit_of),
                spoken=spoken.of(drafted.survey.formulas, drafted.draft.written.span.path),
            )
        )
    return tasks, frozenset(printed)


def _printed_citations(reading: LocaleInput, drafts: Sequence[DraftedChapter]) -> PrintedCitations:
    """Return what is printed of the sources; a process is started only for a book that cites some."""
    if reading.cited is None:
        return NO_CITATIONS
    surveys = [drafted.survey for drafted in drafts]
    listing = [drafted.draft.prepared for drafted in drafts if "sources" in drafted.survey.pending]
    listed = any(
        isinstance(node, Pending) and lists_all(node) for chapter in listing for node in walk(chapter)
    )
    behind_facts = {drafted.id: reading.fact_sources.of(drafted.draft.facts) for drafted in drafts}
    context, first = reading.context, reading.project.citations.first
    chapters = CitingChapters(surveys, behind_facts)
    return print_citations(context, reading.cited, chapters, reading.locale, first, listed, context.findings)


def _original(source: LocaleReading | None, index: int | None) -> Original | None:
    if source is None or index is None:
        return None
    drafted = source.drafts[index]
    return Original(drafted.draft, drafted.text, source.spec, source.placements[index].anchors_by_key)


def _spec(world: Workspace, project: Project, edition: ProjectLocale) -> LocaleSpec:
    abbreviations = book_abbreviations(world, project)
    return LocaleSpec(edition.tag, edition.words, edition.home_currency, abbreviations, edition.compounds)
