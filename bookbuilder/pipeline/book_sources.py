"""Reads the sources of a book and the style in which a locale cites them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from bookbuilder.cache_key import excluded
from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Span, diagnostic
from bookbuilder.locales import Locale
from bookbuilder.locales.locale import is_language
from bookbuilder.markdown.dialect import Citing
from bookbuilder.pandoc.read_bibliography import bibliography_items
from bookbuilder.pandoc.run_pandoc import MISSING, find_pandoc, install_hint
from bookbuilder.pipeline.context import Context
from bookbuilder.project import Project
from bookbuilder.sources.citation_style import CitationStyle, read_style
from bookbuilder.sources.read_sources import Sources, read_sources, source_files
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import World

OF_SOURCE = "source"
"""The value of `[sources] terms` with which an entry is printed in the language of its source."""
LANGUAGES = 20
"""Languages of entries in one list; pandoc is started for each."""


@dataclass(frozen=True, slots=True)
class CitedBook:
    """What a locale cites: the sources of the book, and the style, None if it cannot be used; `styles` are it in other
    languages whose sources have entries in them."""

    sources: Sources
    style: CitationStyle | None
    styles: Mapping[str, CitationStyle] = field(default_factory=dict)

    @property
    def citing(self) -> Citing:
        """What becomes of citations in this style."""
        return Citing.NOTE if self.style and self.style.notes else Citing.TEXT


@dataclass(frozen=True, slots=True)
class BibtexInput:
    """A file of BibLaTeX to be converted, in a book whose first language is this one."""

    text: str
    language: str
    world: World = field(metadata=excluded("pandoc reads the text alone"))


def read_cited_book(context: Context, project: Project, locale: Locale, report: Report) -> CitedBook | None:
    """Return what a locale of the book cites; None for a book without files of sources. Reports `sources.*`, `source.*`,
    `citation.style`, and `tool.pandoc` if pandoc is needed and is not there."""
    if not source_files(context.world):
        return None
    sources = read_book_sources(context, project.locales[project.source].tag)
    name, span = project.citations.style, project.citations.span
    style = read_style(name, locale.tag, span, context.world, report)
    styles: dict[str, CitationStyle] = {}
    if style and project.citations.terms == OF_SOURCE:
        for language in languages_of_entries(sources, locale):
            if own := read_style(name, language, span, context.world, Findings()):
                styles[language] = own
    return CitedBook(sources, style, styles)


def languages_of_entries(sources: Sources, locale: Locale) -> tuple[str, ...]:
    """Return the languages of sources that are in another one than a locale."""
    tags = {source.in_language(locale.tag).language for source in sources.by_key.values()}
    others = (tag for tag in tags if is_language(tag) and tag.partition("-")[0] != locale.language)
    return tuple(sorted(others))[:LANGUAGES]


def read_book_sources(context: Context, language: str = "") -> Sources:
    """Return the sources of a book whose first language is this one (empty: it does not matter). Reports `sources.*`,
    `source.*`, and `tool.pandoc` if pandoc is needed and is not there."""
    world, findings = context.world, context.findings

    def from_bibtex(text: str) -> tuple[str | None, str]:
        assert isinstance(world, World)
        (data,) = context.runner.cached([BibtexInput(text, language, world)], _converted_bibtex)
        converted, message = from_msgpack(data, tuple[str | None, str])
        return converted, message

    # Whoever only reads a book, such as the language server, starts no program.
    reader = from_bibtex if isinstance(world, World) else None
    try:
        return read_sources(world, reader, findings)
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return read_sources(world, None, Findings())


def _converted_bibtex(given: BibtexInput) -> bytes:
    require_pandoc(given.world)
    return msgspec.msgpack.encode(bibliography_items(given.world, given.text, given.language))


def require_pandoc(world: World) -> None:
    """Raise `BookbuilderError` (`tool.pandoc`) if there is no pandoc."""
    if not find_pandoc(world):
        raise BookbuilderError(diagnostic(MISSING, Span(), hint=install_hint()))
