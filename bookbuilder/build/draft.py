"""Reads one chapter: its text becomes nodes, with all that can be found out without the other chapters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec
from msgspec import Raw, Struct

from bookbuilder.build.fallback import Fallback, fallen_back, told_to_readers
from bookbuilder.build.tongue import Tongue
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings
from bookbuilder.document.kept import Kept
from bookbuilder.document.names import named
from bookbuilder.document.nodes import Chapter
from bookbuilder.document.prepare import prepared
from bookbuilder.document.survey import Survey, survey
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse import chapter as parsed
from bookbuilder.names import Local
from bookbuilder.world import World


@dataclass(frozen=True, slots=True)
class Drafting:
    """A chapter to be read: its path and text, its locale, the names of the book with the hash of all they come from, and
    the chapter that it is a translation of. `name` is that of the chapter where its file is called otherwise. `fallback`
    says what becomes of blocks that are not up to date."""

    world: World
    path: str
    text: str
    tongue: Tongue
    names: Mapping[str, Local]
    names_key: str
    source: Draft | None = None
    name: str = ""
    fallback: Fallback | None = None

    @property
    def key(self) -> str:
        """What the result depends on, as a hash."""
        source = self.source.digest if self.source else ""
        said = f"{self.path}\0{self.tongue.key}\0{self.names_key}\0{source}\0{self.name}\0{self.fallback!r}\0{self.text}"
        return hashlib.sha256(said.encode()).hexdigest()


class _Encoded(Struct, frozen=True, array_like=True):
    survey: Survey | None
    written: Raw
    prepared: Raw
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Draft(Kept):
    """A chapter that was read, as `draft` encoded it."""

    @cached_property
    def _encoded(self) -> _Encoded:
        return msgspec.msgpack.decode(self.data, type=_Encoded)

    @property
    def survey(self) -> Survey | None:
        """What the rest of the book has to know of the chapter; None if the file could not be read."""
        return self._encoded.survey

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What is wrong with it."""
        return self._encoded.found

    @cached_property
    def written(self) -> Chapter:
        """The chapter as its author wrote it."""
        return msgspec.msgpack.decode(self._encoded.written, type=Chapter)

    @cached_property
    def prepared(self) -> Chapter:
        """The chapter with its anchors, notes and the forms of names (`document.prepare`)."""
        return msgspec.msgpack.decode(self._encoded.prepared, type=Chapter)


def draft(given: Drafting) -> bytes:
    """Return the draft of a chapter, encoded."""
    findings = Findings()
    try:
        written = parsed(given.text, given.path, directives(), findings, given.name)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return _encoded(None, None, None, findings)
    return drafted(
        written, given.tongue, given.names, given.world, findings, given.source, given.text, given.fallback
    )


def drafted(
    written: Chapter,
    tongue: Tongue,
    names: Mapping[str, Local],
    world: World,
    findings: Findings,
    source: Draft | None = None,
    text: str = "",
    fallback: Fallback | None = None,
) -> bytes:
    """Return the draft of a chapter that has been read, encoded. `source` is the one that it is a translation of; `text` is
    that of its file, which is needed where it may fall back on its source."""
    locale, chapter = tongue.locale(world), written
    read = source if source and source.survey else None
    if fallback:
        chapter = fallen_back(written, text, fallback, read.written if read else None, findings)
        written = (
            chapter if fallback.whole else written
        )  # of another language, so that it is not checked as a translation
    chapter = prepared(named(chapter, names, locale, findings), findings, read.prepared if read else None)
    if fallback and chapter.fallback:
        chapter = told_to_readers(chapter, fallback, locale)
    return _encoded(survey(chapter), written, chapter, findings)


def _encoded(
    found: Survey | None, written: Chapter | None, chapter: Chapter | None, findings: Findings
) -> bytes:
    encode = msgspec.msgpack.encode
    return encode(_Encoded(found, Raw(encode(written)), Raw(encode(chapter)), findings.sorted()))
