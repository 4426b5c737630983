"""Reads one locale of a book: drafts its chapters, places them in the book, finishes them.

Chapters are drafted and finished one by one, so this runs in parallel and is cached; what needs the whole book uses
surveys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from bookbuilder.build_step import DirectRunner
from bookbuilder.checks.check import BookInput, checks
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document import pseudolocalize
from bookbuilder.document.assemble_book import (
    NOTHING_OMITTED,
    BookSettings,
    OmittedContent,
    Placement,
    complete_chapter,
    place_chapters,
)
from bookbuilder.document.chapter_survey import Survey, fact_names
from bookbuilder.document.document import Document
from bookbuilder.document.letter_heads import with_letter_heads
from bookbuilder.document.localize import localize
from bookbuilder.document.nodes import Chapter, Manuscript, Pending, Target
from bookbuilder.document.picture_credits import BESIDE, ChapterCredits
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.document.picture_variants import narrow_variant, variants
from bookbuilder.document.printed_citations import (
    NO_CITATIONS,
    PrintedCitation,
    PrintedCitations,
    with_citations,
)
from bookbuilder.document.reader_terms import LIST_OF_TERMS, ReaderTerm, ReaderTerms, marked_terms, with_terms
from bookbuilder.document.resolve_names import resolve_names
from bookbuilder.document.walk import walk
from bookbuilder.facts import FactValue
from bookbuilder.locales import Locale
from bookbuilder.locales.words_by_language import WordsByLanguage
from bookbuilder.markdown.conditions import includes_chapter, variant_of
from bookbuilder.markdown.dialect import Citing, Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.directives.imprint import chapter as imprint_chapter
from bookbuilder.markdown.directives.sources import lists_all
from bookbuilder.picture_rights.book_rights import BookRights, read_book_rights
from bookbuilder.pipeline.alternative_texts import alternative_texts
from bookbuilder.pipeline.book_names import BookNames, read_book_names
from bookbuilder.pipeline.book_sources import CitedBook, read_cited_book
from bookbuilder.pipeline.chapter_files import LEFT_OUT, ChapterFile, chapter_files
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.draft_chapter import DRAFT, Draft, DraftInput, encode_draft
from bookbuilder.pipeline.fact_sources import (
    NO_FACT_SOURCES,
    FactSources,
    find_fact_sources,
    report_fact_sources,
)
from bookbuilder.pipeline.fallback_request import FallbackRequest
from bookbuilder.pipeline.finish_chapter import FINISH, FinishInput, Original
from bookbuilder.pipeline.glossary_check import CHECK_GLOSSARY, GlossaryCheck
from bookbuilder.pipeline.included_files import dialect_of
from bookbuilder.pipeline.inherited_chapter import ALONE, RegionalOverrides, holds_overrides, regional_letters
from bookbuilder.pipeline.locale_spec import LocaleSpec, known_locale
from bookbuilder.pipeline.omitted_content import omitted_content
from bookbuilder.pipeline.print_citations import CitingChapters, print_citations
from bookbuilder.pipeline.reader_glossary import as_shown, reader_terms
from bookbuilder.pipeline.spoken_formulas import SpokenFormulas
from bookbuilder.pipeline.translation_gaps import report_gaps, settings_gaps
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.abbreviations_file import book_abbreviations
from bookbuilder.project.issue_record import RecordedIssues
from bookbuilder.project.project import Untranslated
from bookbuilder.project.shared_facts import read_shared_facts
from bookbuilder.translate import GLOSSARY
from bookbuilder.translate.chapter_paths import state_path as place_of_state
from bookbuilder.world import Workspace

if TYPE_CHECKING:
    from bookbuilder.translate.glossary import Glossary


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
    rights = source.rights if source else _rights(world, project, findings)
    cited = read_cited_book(context, project, locale, findings)
    fact_sources = find_fact_sources(known, cited.sources.keys) if cited else NO_FACT_SOURCES
    reading = LocaleInput(
        *(context, project, edition, source, parent, spec, locale, names, rights, cited), fact_sources
    )
    drafts, anchors = _draft_chapters(reading)
    if source and not edition.inherits:
        gaps = sum((drafted.draft.gaps for drafted in drafts), settings_gaps(world, edition))
        report_gaps(gaps, edition, findings)
    glossary = _glossary(world, project, findings)
    for diagnostics in runner.run(CHECK_GLOSSARY, _glossary_checks(reading, drafts, glossary)):
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
        drafts = _with_glossaries(reading, drafts, terms)
    credit_of, citations = _credits(reading, drafts), _printed_citations(reading, drafts)
    placements, targets, expanded = _place_chapters(
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
    for index, drafted in enumerate(drafts):
        original = _original(source, originals.get(drafted.id))
        used = {*drafted.draft.facts, *(original.draft.facts if original else ())}
        if index in expanded:
            used |= fact_names(expanded[index])
        printed |= used
        tasks.append(
            FinishInput(
                world=reading.context.world,
                draft=drafted.draft,
                text="" if drafted.borrowed else drafted.text,
                place=placements[index],
                expanded=msgspec.msgpack.encode(expanded[index]) if index in expanded else b"",
                spec=reading.spec,
                # Sorted, since a mapping enters the cache key in its own order.
                # For an unknown name the hint compares all facts.
                facts={name: facts[name] for name in sorted(used)} if used <= facts.keys() else facts,
                names=reading.names,
                date=reading.project.date,
                original=None if drafted.borrowed or drafted.part else original,
                already_reported=drafted.borrowed,
                history=reading.context.history,
                pictures=(pictures := _pictures(reading, drafted)),
                narrow=_narrow_pictures(reading, drafted, pictures),
                equivalents=reading.settings.equivalents,
                citations=citations[index],
                credits=_credits_of(reading, drafted, credit_of),
                spoken=spoken.of(drafted.survey.formulas, drafted.draft.written.span.path),
            )
        )
    return tasks, frozenset(printed)


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
                chapter = with_terms(chapter, _terms_of(len(drafts), source.drafts, terms))
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
    placements, targets, expanded = _place_chapters(
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
        return localize(
            pseudolocalize.indexes(chapter, locale.pseudo), facts, locale, quiet, edition.equivalents
        )

    document = Document.of(
        edition.name, (finished(index, drafted) for index, drafted in enumerate(drafts)), targets
    )
    return LocaleReading(edition.name, spec, locale, tuple(drafts), document, source.rights)


def _spec(world: Workspace, project: Project, edition: ProjectLocale) -> LocaleSpec:
    return LocaleSpec(edition.tag, edition.words, edition.home_currency, book_abbreviations(world, project))


def _place_chapters(
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


def _draft_chapters(reading: LocaleInput) -> tuple[tuple[DraftedChapter, ...], dict[str, Span]]:
    """Return the drafts of a locale's chapters, with a generated imprint in front if none of them has it, and the places of
    anchors in passages and chapters that the variant has not."""
    world, findings, settings = reading.context.world, reading.context.findings, reading.settings
    source, parent, spec, names = reading.source, reading.parent, reading.spec, reading.names
    originals = {drafted.id: drafted for drafted in source.drafts} if source else {}
    inherited = {drafted.id for drafted in parent.drafts if drafted.given} if parent else set()
    tasks: list[DraftInput] = []
    left_out: set[str] = set()
    parts: dict[str, ChapterFile] = {}
    source_name = source.name if source else ""
    for file in chapter_files(
        *(world, settings, source_name, findings),
        inherits=parent is not None,
        flavour=reading.project.flavour,
    ):
        # Most chapters do not have the word, and need not be parsed for it.
        if file.text is not None and (parent is not None or "differs" in file.text):
            if holds_overrides(file.text, file.path, findings):
                if file.name in inherited:
                    parts[file.name] = file
                else:
                    findings(
                        ALONE,
                        Span(file.path),
                        hint="take the line out, or inherit a locale with this chapter",
                    )
                continue
        if file.text is not None:
            original = originals.get(file.name)
            name = file.name if file.name != file.stem else ""
            fallback = _fallback(reading, file, original)
            draft = original.draft if original and not file.borrowed else None
            own = (settings.name, settings.tag) if source else None
            citing = reading.cited.citing if reading.cited else Citing.NO
            dialect = dialect_of(
                file.text, file.path, reading.project.flavour, world, own, settings.variant, citing
            )
            if facts := reading.fact_sources.cited_in(file.text, *dialect.included.values()):
                dialect = replace(dialect, fact_sources=facts)
            if alts := alternative_texts(file.text, file.path, reading.rights, reading.locale):
                dialect = replace(dialect, alts=alts)
            if not includes_chapter(file.text, file.path, dialect.variant, findings):
                left_out.add(file.path)
            other = source.locale if source and source.locale.language != reading.locale.language else None
            tasks.append(
                DraftInput(
                    world, file.path, file.text, spec, names, draft, name, fallback, dialect=dialect,
                    source_tag=other.tag if other else "",
                )
            )  # fmt: skip
    if parent is not None:
        tasks = _with_inherited(reading, parent, tasks, parts)
    drafts = reading.context.runner.run(DRAFT, tasks)
    leaves, anchors = [], dict[str, Span]()
    for draft, task in zip(drafts, tasks, strict=True):
        if draft.survey and task.path in left_out:
            anchors |= {anchor.id: anchor.span for anchor in draft.survey.anchors}
            anchors[draft.survey.head.id] = draft.survey.head.span
            continue
        findings.extend(draft.diagnostics)
        if draft.omission.whole and task.fallback:
            findings(LEFT_OUT, Span(task.fallback.source), locale=settings.name)
        elif draft.survey:
            leaves.append(_drafted_chapter(draft, task))
            anchors |= draft.survey.left_out
    if not any("imprint" in drafted.survey.pending for drafted in leaves):
        imprint = imprint_chapter(reading.locale)
        leaves.insert(0, DraftedChapter(Draft(encode_draft(imprint, spec, names, world, findings))))
    return tuple(leaves), anchors


def _original(source: LocaleReading | None, index: int | None) -> Original | None:
    if source is None or index is None:
        return None
    drafted = source.drafts[index]
    return Original(drafted.draft, drafted.text, source.spec, source.placements[index].anchors_by_key)


def _pictures(reading: LocaleInput, drafted: DraftedChapter) -> dict[str, str]:
    """Return the pictures of a chapter for which the locale has its own file: path → path."""
    world, settings = reading.context.world, reading.settings
    variants_by_path = {}
    for path in drafted.survey.pictures:
        locale_variant = next(
            (variant for variant in variants(path, settings.name, settings.tag) if world.exists(variant)), ""
        )
        if locale_variant:
            variants_by_path[path] = locale_variant
    return variants_by_path


def _narrow_pictures(
    reading: LocaleInput, drafted: DraftedChapter, pictures: Mapping[str, str]
) -> dict[str, str]:
    """Return the pictures of a chapter that have another file for narrow screens: path → path."""
    shown = dict.fromkeys(pictures.get(path, path) for path in drafted.survey.pictures)
    found = (
        (path, narrow_variant(path)) for path in shown if PurePosixPath(path).suffix.lower() in PICTURE_TYPES
    )
    return {path: narrow for path, narrow in found if reading.context.world.exists(narrow)}


def _rights(world: Workspace, project: Project, findings: Findings) -> BookRights:
    tags = {
        tag for name, one in project.locales.items() for tag in (name, one.tag, one.tag.partition("-")[0])
    }
    return read_book_rights(world, findings, tags=tags, wanted=project.pictures.stated)


def _credits(reading: LocaleInput, drafts: Sequence[DraftedChapter]) -> dict[str, str]:
    """Return the credits of the pictures of a locale, with that of its cover, by the paths in its chapters."""
    if not reading.rights.wanted:
        return {}
    shown = {path: path for drafted in drafts for path in drafted.survey.pictures}
    for drafted in drafts:
        shown |= _pictures(reading, drafted)
    if cover := reading.settings.cover:
        shown[cover.path] = cover.path
    lines = {path: reading.rights.credit(own, reading.locale) for path, own in shown.items()}
    return {path: line for path, line in lines.items() if line}


def _credits_of(
    reading: LocaleInput, drafted: DraftedChapter, credit_of: Mapping[str, str]
) -> ChapterCredits:
    """Return the credits of a chapter's pictures."""
    settings = reading.project.pictures
    if not settings.stated and not credit_of:
        return BESIDE
    own = {path: credit_of[path] for path in sorted(drafted.survey.pictures) if path in credit_of}
    return ChapterCredits(own, settings.credits != "list")


def _glossary(world: Workspace, project: Project, findings: Findings) -> Glossary | None:
    """Return the glossary of the book; None if it has none. Reports `glossary.*`."""
    if not world.versions(GLOSSARY):
        return None
    from bookbuilder.translate.glossary import load

    return load(world, project, findings)


def _with_glossaries(
    reading: LocaleInput, drafts: tuple[DraftedChapter, ...], terms: Mapping[str, ReaderTerm]
) -> tuple[DraftedChapter, ...]:
    """Return the drafts, those of chapters with a glossary with its terms: which it has is known when all are drafted."""
    again = [
        index
        for index, drafted in enumerate(drafts)
        if LIST_OF_TERMS in drafted.survey.pending and drafted.given is not None
    ]
    tasks = [
        replace(given, terms=_terms_of(index, drafts, terms))
        for index in again
        if (given := drafts[index].given) is not None
    ]
    result = list(drafts)
    for index, draft in zip(again, reading.context.runner.run(DRAFT, tasks), strict=True):
        reading.context.findings.extend(draft.diagnostics)
        result[index] = replace(drafts[index], draft=draft)
    return tuple(result)


def _terms_of(index: int, drafts: Sequence[DraftedChapter], terms: Mapping[str, ReaderTerm]) -> ReaderTerms:
    """Return the terms for the glossaries of the chapter at a position."""
    each = [[(mark.index, mark.entry) for mark in drafted.survey.marks] for drafted in drafts]
    known = tuple(structs.replace(term, shown=()) for term in terms.values())
    return ReaderTerms(
        known, marked_terms(mark for marks in each for mark in marks), marked_terms(each[index])
    )


def _glossary_checks(
    reading: LocaleInput, drafts: Sequence[DraftedChapter], glossary: Glossary | None
) -> list[GlossaryCheck]:
    world, settings = reading.context.world, reading.settings
    if not glossary or reading.source is None or settings.inherits:
        return []
    originals = {drafted.id: drafted for drafted in reading.source.drafts if drafted.given}
    result = []
    for drafted in drafts:
        name = drafted.id
        if drafted.given is None or drafted.borrowed or name not in originals:
            continue
        state, original = place_of_state(settings.name, name), originals[name]
        path = original.draft.written.span.path
        state_text = _text_or_empty(world, state)
        pair = (settings.name, settings.tag)
        result.append(
            GlossaryCheck(
                path, original.text, drafted.given.path, drafted.text, state, state_text, glossary, pair
            )
        )
    return result


def _drafted_chapter(draft: Draft, task: DraftInput) -> DraftedChapter:
    part = task.regional.text if task.regional else ""
    whole = task.fallback is not None and task.fallback.whole
    borrowed = (task.regional is not None or whole) and not part
    return DraftedChapter(draft, part or task.text, borrowed=borrowed, part=bool(part), given=task)


def _with_inherited(
    reading: LocaleInput,
    parent: LocaleReading,
    own_tasks: Sequence[DraftInput],
    parts: Mapping[str, ChapterFile],
) -> list[DraftInput]:
    """Return the chapters of a regional locale in the order of its parent: its own, those with overrides, and the
    parent's."""
    replacements, language = regional_letters(parent.locale, reading.locale), parent.locale.language
    spec, names = reading.spec, reading.names
    own_by_name = {task.name or PurePosixPath(task.path).stem: task for task in own_tasks}
    result = []
    for drafted in parent.drafts:
        name = drafted.id
        if drafted.given is None:
            continue
        if name in own_by_name:
            result.append(own_by_name.pop(name))
            continue
        part = parts.get(name)
        dialect = _with_own_data(reading, drafted.given, part)
        kind = RegionalOverrides(
            replacements, language, part.path if part else "", (part.text or "") if part else ""
        )
        result.append(
            replace(
                drafted.given, spec=spec, names=names, regional=kind, anchors=drafted.draft, dialect=dialect
            )
        )
    return result + list(own_by_name.values())


def _with_own_data(reading: LocaleInput, given: DraftInput, part: ChapterFile | None) -> Dialect:
    """Return how an inherited chapter is read, with the files that the region has of its own or names in its part."""
    texts = ((given.path, given.text), (part.path, part.text or "") if part else ("", ""))
    settings, world, flavour = reading.settings, reading.context.world, reading.project.flavour
    locale = (settings.name, settings.tag) if reading.source else None
    each = [dialect_of(text, path, flavour, world, locale) for path, text in texts]
    included = {path: text for made in each for path, text in made.included.items()}
    return replace(
        given.dialect,
        included=included,
        included_from={path: place for made in each for path, place in made.included_from.items()},
        data={name: file for made in each for name, file in (made.data or {}).items()},
        variant=variant_of(settings.variant, *(text for _, text in texts), *included.values()),
        fact_sources=reading.fact_sources.cited_in(*(text for _, text in texts), *included.values()),
    )


def _fallback(
    reading: LocaleInput, file: ChapterFile, original: DraftedChapter | None
) -> FallbackRequest | None:
    """Return the fallback request of a chapter, where the book has a policy or tracks the translation."""
    world, source, wanted = reading.context.world, reading.source, reading.settings.untranslated
    if original is None or source is None or reading.settings.inherits:
        return None  # overrides of a region are not tracked
    tag = source.locale.tag
    if file.borrowed:
        return FallbackRequest(wanted, tag, whole=True)
    state = place_of_state(reading.settings.name, file.name)
    state_text = world.text(state) if world.exists(state) else None
    if wanted == Untranslated() and state_text is None:
        return None
    path = original.draft.written.span.path
    variant = variant_of(reading.settings.variant, original.text, file.text or "")
    return FallbackRequest(
        *(wanted, tag, path, original.text, state, state_text), variant=variant, locale=reading.settings.name
    )


def _text_or_empty(world: Workspace, path: str) -> str:
    return world.text(path) if world.exists(path) else ""
