"""Finishes one chapter: numbers and references, the typography of its language, and all checks that look at a chapter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import msgspec
from msgspec import Raw, Struct

from bookbuilder.cache_key import excluded
from bookbuilder.checks.check import ChapterInput, History, TranslationSource, checks
from bookbuilder.diagnostics import Diagnostic, Findings
from bookbuilder.document.abbreviations import expand
from bookbuilder.document.assemble import Place, complete, entry
from bookbuilder.document.galley import Galley, galley
from bookbuilder.document.kept import Kept
from bookbuilder.document.localize import localize
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.pictured import pictured
from bookbuilder.facts import FactValue
from bookbuilder.pipeline.draft import Draft
from bookbuilder.pipeline.locale_spec import LocaleSpec
from bookbuilder.pipeline.names import Names
from bookbuilder.project.model import IN_BRACKETS, Equivalents
from bookbuilder.step import Step
from bookbuilder.world import Reader


@dataclass(frozen=True, slots=True)
class Original:
    """The chapter that another one is a translation of, and its text. `led` is that of its place."""

    draft: Draft
    text: str
    spec: LocaleSpec
    led: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finishing:
    """A chapter to be finished.

    `text` is its file, empty for a chapter that the program made. `expanded` stands in the place of what the draft has
    prepared, where directives have made something of the whole book. `pictures` are paths of pictures with those of their
    language. `facts` are those that the chapter uses. `date` is that of the book.
    `equivalents`: how a sum and what it is worth stand together. `told`: what is wrong with it has been told where it was
    borrowed, so it is not checked.
    """

    world: Reader = field(metadata=excluded("what is read of the book is in the other fields"))
    draft: Draft
    text: str
    place: Place
    expanded: bytes
    spec: LocaleSpec
    facts: Mapping[str, FactValue]
    names: Names
    date: dt.date
    original: Original | None = None
    told: bool = False
    history: History | None = field(
        default=None, metadata=excluded("what is looked up is of this day, so nothing of it is kept")
    )
    pictures: Mapping[str, str] = field(default_factory=dict)
    equivalents: Equivalents = IN_BRACKETS

    @property
    def about(self) -> str:
        """The file that the chapter was read from, for who tells of it."""
        return self.draft.written.span.path


class _Encoded(Struct, frozen=True, array_like=True):
    galley: Raw
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Finished(Kept):
    """A finished chapter, as `finish` encoded it."""

    @cached_property
    def _encoded(self) -> _Encoded:
        return msgspec.msgpack.decode(self.data, type=_Encoded)

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the chapter."""
        return self._encoded.found

    @cached_property
    def galley(self) -> Galley:
        """The chapter itself."""
        return Galley(bytes(self._encoded.galley))


FINISH = Step(f"{__name__}:finish", Finishing, Finished, lambda given: len(given.text))


def finish(given: Finishing) -> bytes:
    """Return a chapter finished, encoded."""
    findings, locale = Findings(), given.spec.locale(given.world)
    expanded = msgspec.msgpack.decode(given.expanded, type=Chapter) if given.expanded else None
    chapter = complete(expanded or given.draft.prepared, given.place)
    chapter = localize(chapter, given.facts, locale, findings, given.equivalents)
    chapter = pictured(chapter, given.pictures)
    each = ChapterInput(
        given.world,
        locale,
        chapter,
        given.draft.written,
        tuple(given.text.split("\n")) if given.text else (),
        given.facts,
        given.names.found,
        given.date,
        _source(given),
        given.history,
        given.place.led,
    )
    for check in () if given.told else checks():
        if check.each is not None:
            check.each(each, findings)
    chapter = expand(chapter, locale)
    made = galley(chapter, entry(chapter))
    return msgspec.msgpack.encode(_Encoded(Raw(made.data), findings.sorted()))


def _source(given: Finishing) -> TranslationSource | None:
    original = given.original
    if original is None:
        return None
    locale = original.spec.locale(given.world)
    lines = tuple(original.text.split("\n")) if original.text else ()
    return TranslationSource(locale, original.draft.written, lines, original.led)
