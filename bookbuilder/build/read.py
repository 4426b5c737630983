"""Reads one locale of a book: its chapters become a manuscript, the manuscript a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from bookbuilder.build.names import names as read_names
from bookbuilder.checks.check import History, Source, Subject, checks
from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Span
from bookbuilder.document import pseudo
from bookbuilder.document.abbreviations import expand
from bookbuilder.document.assemble import assemble
from bookbuilder.document.localize import localize
from bookbuilder.document.names import named
from bookbuilder.document.nodes import Document, Manuscript, Pending
from bookbuilder.document.walk import walk
from bookbuilder.facts import read as read_facts
from bookbuilder.locales import Locale
from bookbuilder.locales import load as load_locale
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.directives.imprint import chapter as imprint_chapter
from bookbuilder.markdown.parse import chapter
from bookbuilder.names import Local
from bookbuilder.project import Project, ProjectLocale
from bookbuilder.project.abbreviations import own_abbreviations
from bookbuilder.project.places import places
from bookbuilder.world import World

NO_CHAPTERS = Rule(
    "chapters.missing",
    "there are no chapters in {folder}",
    "The chapters of a locale are the .md files in chapters/<locale>, in the order of their names.",
)
MISSING_CHAPTER = Rule(
    "chapter.missing",
    "this chapter has no counterpart in {folder}",
    "Every locale of a book has the same chapters, in files of the same name. A translator copies the file and swaps"
    " its words.",
)
EXTRA_CHAPTER = Rule(
    "chapter.extra",
    "this chapter is a translation of nothing: there is no {path}",
    "Every chapter of a translation answers the chapter of the same file name in the source language.",
)

FACTS = "facts.toml"
"""The values that all locales share; a book may have none."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A locale of a book, read: the manuscript as its author wrote it, and the document made from it."""

    locale: Locale
    manuscript: Manuscript
    document: Document


def read(
    world: World,
    project: Project,
    edition: ProjectLocale,
    source: Reading | None,
    findings: Findings,
    history: History | None = None,
) -> Reading:
    """Return one locale of the book. `source` is the locale it was translated from, None for the first.

    `history` looks rates up for a command that may.
    Everything that can be found without laying out is reported: syntax, references, facts, pictures, imprint.
    """
    own = own_abbreviations(world, project)
    locale = load_locale(edition.tag, world, edition.words, edition.home_currency, own.of)
    manuscript = _manuscript(world, edition, source, findings)
    if not any(
        isinstance(node, Pending) and node.directive == "imprint" for node in walk(manuscript.chapters)
    ):
        manuscript = replace(manuscript, chapters=(imprint_chapter(locale), *manuscript.chapters))
    text = world.text(FACTS) if world.exists(FACTS) else ""
    facts = read_facts(text, FACTS, findings, places)
    names = read_names(world, project, locale, findings)
    document = _assembled(manuscript, project, edition, locale, names, findings)
    document = localize(document, facts, locale, findings)
    original = Source(source.locale, source.manuscript) if source else None
    known_places = places(text) if facts else {}
    subject = Subject(
        world, project, edition, locale, document, manuscript, facts, known_places, original, history, names
    )
    for check in checks():
        check.run(subject, findings)
    return Reading(locale, manuscript, expand(document, locale))


def pretend(world: World, project: Project, source: Reading) -> Reading:
    """Return the only locale of a project that is a pseudo-locale (`project.pseudo.disguised`), made from the source.

    What is wrong with the text has been told of the source, so nothing is told here, and nothing checked.
    """
    edition, quiet = project.locales[project.source], Findings()
    locale = load_locale(edition.tag, world, home_currency=edition.home_currency)
    assert locale.pseudo is not None
    written = tuple(chapter for chapter in source.manuscript.chapters if chapter.span.path != "book.toml")
    names = read_names(world, project, source.locale, quiet)
    marked = named(replace(source.manuscript, chapters=written), names, source.locale, quiet)
    manuscript = pseudo.disguised(marked, locale.pseudo, edition.name)
    if len(written) < len(source.manuscript.chapters):
        manuscript = replace(manuscript, chapters=(imprint_chapter(locale), *manuscript.chapters))
    document = _assembled(manuscript, project, edition, locale, {}, quiet)
    document = pseudo.registers(document, locale.pseudo)
    text = world.text(FACTS) if world.exists(FACTS) else ""
    return Reading(
        locale, manuscript, localize(document, read_facts(text, FACTS, quiet, places), locale, quiet)
    )


def _assembled(
    manuscript: Manuscript,
    project: Project,
    edition: ProjectLocale,
    locale: Locale,
    names: Mapping[str, Local],
    report: Report,
) -> Document:
    """Return the document of a manuscript, with names in the forms of the locale."""
    expanders = {d.name: d.expand for d in directives().values() if d.expand is not None}
    marked = named(manuscript, names, locale, report)
    return assemble(marked, project, edition, locale, expanders, report, names)


def _manuscript(
    world: World, edition: ProjectLocale, source: Reading | None, findings: Findings
) -> Manuscript:
    folder = f"chapters/{edition.name}"
    paths = _chapters(world, edition.name)
    if not paths:
        findings(
            NO_CHAPTERS, edition.span, folder=folder, hint="write a first chapter, for example 01-analysis.md"
        )
    known = directives()
    chapters = []
    for path in paths:
        try:
            chapters.append(chapter(world.text(path), path, known, findings))
        except BookbuilderError as error:
            findings.extend(error.diagnostics)
    if source is not None and paths:
        base = f"chapters/{source.manuscript.locale}"
        originals = {path.removeprefix(f"{base}/") for path in _chapters(world, source.manuscript.locale)}
        names = {path.removeprefix(f"{folder}/") for path in paths}
        for name in sorted(originals - names):
            findings(MISSING_CHAPTER, Span(f"{base}/{name}"), folder=folder, hint=f"add {folder}/{name}")
        for name in sorted(names - originals):
            findings(EXTRA_CHAPTER, Span(f"{folder}/{name}"), path=f"{base}/{name}")
    return Manuscript(edition.name, tuple(chapters))


def _chapters(world: World, locale: str) -> list[str]:
    """Return the files of a locale's chapters, in the order of the book."""
    paths = world.files(f"chapters/{locale}")
    return [path for path in paths if path.endswith(".md") and path.count("/") == 2]
