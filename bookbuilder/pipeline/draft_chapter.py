"""Drafts one chapter: parses its text into nodes and finds all that needs no other chapter."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial

import msgspec
from msgspec import Raw, Struct, structs

from bookbuilder.build_step import Step
from bookbuilder.cache_key import excluded
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings
from bookbuilder.document.chapter_survey import Survey, fact_names, survey_chapter
from bookbuilder.document.claims_in_text import without_claims
from bookbuilder.document.encoded import EncodedValue
from bookbuilder.document.letter_heads import with_letter_heads
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.number_notes_and_figures import number_chapter
from bookbuilder.document.pictures_beside_text import with_possible_settings
from bookbuilder.document.reader_terms import NO_TERMS, ReaderTerms, with_terms
from bookbuilder.document.resolve_names import resolve_names
from bookbuilder.document.source_fallback import omit_texts
from bookbuilder.document.untranslated_text import keep_generated, mark_references, mark_untranslated
from bookbuilder.locales import Locale
from bookbuilder.markdown.dialect import OURS, Citing, Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.pipeline.book_names import BookNames
from bookbuilder.pipeline.fallback_request import FallbackRequest
from bookbuilder.pipeline.inherited_chapter import RegionalOverrides, inherited_chapter
from bookbuilder.pipeline.locale_spec import LocaleSpec, known_locale
from bookbuilder.pipeline.omission import NO_OMISSION, Omission
from bookbuilder.pipeline.translation_gaps import NO_GAPS, TranslationGaps
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import Reader


@dataclass(frozen=True, slots=True)
class DraftInput:
    """A chapter to be drafted: path, text, locale, names of the book, and the draft of the chapter that it translates.
    `name` is the chapter's name where its file is called otherwise. `fallback` is the policy for stale and missing blocks.

    For a regional locale these describe the chapter that it inherits, whose draft is also in `anchors` and gives its
    anchors; `regional` holds what is its own.
    `dialect` says how the text is read, and has the files that it includes. `source_tag` is the language of the chapter that
    it translates (BCP 47), if it is another one. `terms` are those for its glossaries.
    """

    world: Reader = field(metadata=excluded("what is read from the book is in the other fields"))
    path: str
    text: str
    spec: LocaleSpec
    names: BookNames
    source: Draft | None = None
    name: str = ""
    fallback: FallbackRequest | None = None
    regional: RegionalOverrides | None = None
    anchors: Draft | None = None
    dialect: Dialect = OURS
    source_tag: str = ""
    terms: ReaderTerms = NO_TERMS


class _Payload(Struct, frozen=True, array_like=True):
    survey: Survey | None
    written: Raw
    prepared: Raw
    diagnostics: tuple[Diagnostic, ...]
    gaps: TranslationGaps = NO_GAPS
    facts: tuple[str, ...] = ()
    omission: Omission = NO_OMISSION


@dataclass(frozen=True)
class Draft(EncodedValue):
    """A drafted chapter, encoded by `draft_chapter`."""

    @cached_property
    def _payload(self) -> _Payload:
        return from_msgpack(self.data, _Payload)

    @property
    def survey(self) -> Survey | None:
        """The survey of the chapter; None if the file could not be read."""
        return self._payload.survey

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems of the chapter."""
        return self._payload.diagnostics

    @property
    def gaps(self) -> TranslationGaps:
        """Counts of stale and missing blocks that no policy covers."""
        return self._payload.gaps

    @property
    def omission(self) -> Omission:
        """What the chapter leaves out because it is not translated."""
        return self._payload.omission

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the book's facts that the chapter uses, sorted."""
        return self._payload.facts

    @cached_property
    def written(self) -> Chapter:
        """The chapter as its author wrote it."""
        return from_msgpack(self._payload.written, Chapter)

    @cached_property
    def prepared(self) -> Chapter:
        """The chapter with anchors, numbered notes and resolved names."""
        return from_msgpack(self._payload.prepared, Chapter)


LITTLE_TEXT = 100_000
"""Letters of chapters that are sooner read here than by workers."""
DRAFT = Step(f"{__name__}:draft_chapter", DraftInput, Draft, lambda given: len(given.text), LITTLE_TEXT)


def draft_chapter(task: DraftInput) -> bytes:
    """Return the encoded draft of a chapter."""
    findings = Findings()
    try:
        written = parse_chapter(task.text, task.path, directives(), findings, task.name, task.dialect)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return _encoded(None, None, None, findings)
    # Most chapters need not be walked through for it.
    if "wrap" in task.text or ("width" in task.text and "page" in task.text):
        written = with_possible_settings(written, findings)
    locale, source, chapter = task.spec.locale(task.world), task.source, written
    gaps, omission = NO_GAPS, NO_OMISSION
    if task.fallback:
        from bookbuilder.pipeline.apply_fallback import apply_fallback  # loaded only where it is used

        original = source.written if source and source.survey else None
        chapter, gaps, omission = apply_fallback(written, task.text, task.fallback, original, findings)
        written = chapter if task.fallback.whole else written
        if task.fallback.whole and chapter.lang:
            chapter = structs.replace(chapter, blocks=keep_generated(chapter.blocks, chapter.lang, locale))
        if omission.whole:
            return _encoded(survey_chapter(chapter), chapter, chapter, Findings(), gaps, omission)
        if omission.targets:
            written = omit_texts(written, omission.targets)
    if source and source.survey and task.source_tag:
        chapter = mark_untranslated(chapter, source.written, task.source_tag, locale)
    if task.regional:
        chapter, written = inherited_chapter(chapter, task.regional, findings, task.dialect)
        source = task.anchors
    chapter = with_terms(chapter, task.terms) if task.terms.terms else chapter
    if any("letter" in text for text in (task.text, *task.dialect.included.values())):
        chapter = with_letter_heads(chapter, locale, partial(known_locale, task.world))
    in_notes = task.dialect.citing is Citing.NOTE
    chapter = _prepared(chapter, locale, task.names, findings, source, cited_in_notes=in_notes)
    if task.fallback and chapter.fallback:
        from bookbuilder.pipeline.apply_fallback import with_reader_notice

        chapter = with_reader_notice(chapter, task.fallback, locale)
    return _encoded(survey_chapter(chapter), written, chapter, findings, gaps, omission)


def encode_draft(
    written: Chapter,
    spec: LocaleSpec,
    names: BookNames,
    world: Reader,
    findings: Findings,
    source: Draft | None = None,
    *,
    cited_in_notes: bool = False,
) -> bytes:
    """Return the encoded draft of a parsed chapter; `source` is the draft of the one that it translates, `cited_in_notes`
    says that its citations stand in notes."""
    chapter = _prepared(written, spec.locale(world), names, findings, source, cited_in_notes=cited_in_notes)
    return _encoded(survey_chapter(chapter), written, chapter, findings)


def _prepared(
    chapter: Chapter,
    locale: Locale,
    names: BookNames,
    findings: Findings,
    source: Draft | None,
    *,
    cited_in_notes: bool = False,
) -> Chapter:
    original = source.prepared if source and source.survey else None
    chapter = without_claims(chapter)
    chapter = mark_references(resolve_names(chapter, names.by_key, locale, findings), locale)
    english = locale.language == "en"
    return number_chapter(
        chapter, findings, original, cited_in_notes=cited_in_notes, notes_behind_points=english
    )


def _encoded(
    chapter_survey: Survey | None,
    written: Chapter | None,
    chapter: Chapter | None,
    findings: Findings,
    gaps: TranslationGaps = NO_GAPS,
    omission: Omission = NO_OMISSION,
) -> bytes:
    encode = msgspec.msgpack.encode
    facts = {name for version in (written, chapter) if version is not None for name in fact_names(version)}
    return encode(
        _Payload(
            chapter_survey,
            Raw(encode(written)),
            Raw(encode(chapter)),
            omission.without(findings.sorted(), written.span.path) if written else findings.sorted(),
            gaps,
            tuple(sorted(facts)),
            omission,
        )
    )
