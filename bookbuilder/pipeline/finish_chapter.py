"""Finishes one chapter: numbering, references, facts in the format of the locale, typography, and checks of the chapter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import msgspec
from msgspec import Raw, Struct

from bookbuilder.build_step import Step
from bookbuilder.cache_key import excluded
from bookbuilder.checks.check import ChapterInput, History, TranslationSource, checks
from bookbuilder.claims.evaluate import FactTable
from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.document.assemble_book import Placement, complete_chapter, contents_entry
from bookbuilder.document.chart_texts import with_chart_texts
from bookbuilder.document.encoded import EncodedValue
from bookbuilder.document.expand_abbreviations import expand_abbreviations
from bookbuilder.document.galley import Galley, galley
from bookbuilder.document.localize import localize
from bookbuilder.document.map_texts import with_map_texts
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.picture_credits import BESIDE, ChapterCredits, with_credits
from bookbuilder.document.picture_variants import with_pictures
from bookbuilder.document.printed_citations import PrintedCitation, with_citations
from bookbuilder.document.sentence_lines import with_sentence_lines
from bookbuilder.document.series_rows import with_series_rows
from bookbuilder.document.source_fallback import omit_texts
from bookbuilder.document.spoken_formulas import with_spoken_texts
from bookbuilder.document.word_groups import with_word_groups
from bookbuilder.facts import FactValue
from bookbuilder.locales.easy_words import WORD_GROUPS, easy_words
from bookbuilder.locales.sentence_starts import sentence_rules
from bookbuilder.pipeline.book_names import BookNames
from bookbuilder.pipeline.draft_chapter import LITTLE_TEXT, Draft
from bookbuilder.pipeline.locale_spec import LocaleSpec
from bookbuilder.project.project import IN_BRACKETS, NO_MAP_SETTINGS, Equivalents, MapSettings
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import Reader


@dataclass(frozen=True, slots=True)
class Original:
    """The chapter that another one translates, with its text; `anchors_by_key` is that of its placement."""

    draft: Draft
    text: str
    spec: LocaleSpec
    anchors_by_key: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FinishInput:
    """A chapter to be finished.

    `text` is its file, empty for a generated chapter. `expanded` replaces the prepared chapter of the draft where
    directives made something from the whole book. `pictures` maps paths to the locale's own pictures, `narrow` paths to the
    pictures of narrow screens, `facts` are those it uses, `date` is that of the book. `equivalents`: how a sum
    and its equivalent are printed together. `citations` are those of the chapter as they are printed, by number, `credits`
    those of its pictures, `spoken` what is said of its formulas, by their TeX,
    `maps` whose the borders of maps are. `already_reported`: its problems were
    reported where it was borrowed from, so it is not checked.
    """

    world: Reader = field(metadata=excluded("what is read from the book is in the other fields"))
    draft: Draft
    text: str
    place: Placement
    expanded: bytes
    spec: LocaleSpec
    facts: Mapping[str, FactValue]
    names: BookNames
    date: dt.date
    original: Original | None = None
    already_reported: bool = False
    history: History | None = field(
        default=None, metadata=excluded("rates are looked up today, so the result is not cached")
    )
    pictures: Mapping[str, str] = field(default_factory=dict)
    narrow: Mapping[str, str] = field(default_factory=dict)
    equivalents: Equivalents = IN_BRACKETS
    citations: Mapping[int, PrintedCitation] = field(default_factory=dict)
    credits: ChapterCredits = BESIDE
    spoken: Mapping[str, str] = field(default_factory=dict)
    maps: MapSettings = NO_MAP_SETTINGS

    @property
    def about(self) -> str:
        """The file of the chapter, for messages."""
        return self.draft.written.span.path


class _Payload(Struct, frozen=True, array_like=True):
    galley: Raw
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class FinishedChapter(EncodedValue):
    """A finished chapter, encoded by `finish_chapter`."""

    @cached_property
    def _payload(self) -> _Payload:
        return from_msgpack(self.data, _Payload)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems of the chapter."""
        return self._payload.diagnostics

    @cached_property
    def galley(self) -> Galley:
        """The galley of the chapter."""
        return Galley(bytes(self._payload.galley))


FINISH = Step(
    f"{__name__}:finish_chapter", FinishInput, FinishedChapter, lambda given: len(given.text), LITTLE_TEXT
)


def finish_chapter(task: FinishInput) -> bytes:
    """Return the encoded finished chapter."""
    findings, locale = Findings(), task.spec.locale(task.world)
    facts = FactTable.of(task.facts)
    expanded = from_msgpack(task.expanded, Chapter) if task.expanded else None
    chapter = complete_chapter(with_citations(expanded or task.draft.prepared, task.citations), task.place)
    chapter = with_credits(chapter, task.credits)
    if not task.text or any(
        word in task.text for word in ("facts=", "include")
    ):  # most need not be walked through
        chapter = with_series_rows(chapter, facts, findings)
    chapter = localize(chapter, facts, locale, findings, task.equivalents)
    chapter = with_chart_texts(chapter, locale, findings)
    names, read = task.names.by_key, task.world.read_asset
    chapter = with_map_texts(chapter, locale, names, task.maps, read, findings)
    chapter = with_pictures(chapter, task.pictures, task.narrow)
    chapter = with_spoken_texts(chapter, task.spoken)
    each = ChapterInput(
        world=task.world,
        locale=locale,
        chapter=chapter,
        written=task.draft.written,
        lines=tuple(task.text.split("\n")) if task.text else (),
        facts=facts,
        names=task.names.by_key,
        date=task.date,
        # A text in easy language tells the same in other words, with fewer facts.
        source=None if locale.is_easy else _source(task),
        history=task.history,
        reference_anchors=task.place.anchors_by_key,
    )
    for check in () if task.already_reported else checks():
        if check.each is not None:
            check.each(each, findings)
    # After the checks: it splits texts, and a check that reports places needs them whole.
    chapter = expand_abbreviations(chapter, locale)
    if locale.is_easy:
        chapter = with_sentence_lines(chapter, sentence_rules(locale, task.world))
        if groups := easy_words(locale, task.world).get(WORD_GROUPS):
            chapter = with_word_groups(chapter, groups.find)
    finished = galley(chapter, contents_entry(chapter))
    diagnostics = task.draft.omission.without(findings.sorted(), task.about)
    return msgspec.msgpack.encode(_Payload(Raw(finished.data), diagnostics))


def _source(task: FinishInput) -> TranslationSource | None:
    original = task.original
    if original is None:
        return None
    locale = original.spec.locale(task.world)
    lines = tuple(original.text.split("\n")) if original.text else ()
    written, omitted = original.draft.written, task.draft.omission.sources
    # What the translation leaves out is not missed.
    return TranslationSource(
        locale, omit_texts(written, omitted) if omitted else written, lines, original.anchors_by_key
    )
