"""Reads a book as a check does, but without layout: what is wrong with it, and what its index is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.build_step import Runner
from bookbuilder.chapter_index.chapter_index import locale_of
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings
from bookbuilder.formats.format import formats
from bookbuilder.language_server.open_marks import open_marks
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.edition_variants import with_variants
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.locale_version import LocaleVersion
from bookbuilder.pipeline.plan import Plan, make_plan
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.pipeline.read_locales import find_source, read_locales
from bookbuilder.pipeline.severity import apply_severities
from bookbuilder.project import Project
from bookbuilder.world.edited_files import EditedFiles


@dataclass(frozen=True, eq=False)
class BookReading:
    """A book as it was read: its locales, and everything that is wrong with it; no project if book.toml cannot be read."""

    world: EditedFiles
    project: Project | None = None
    plan: Plan | None = None
    readings: Mapping[LocaleVersion, LocaleReading] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    def locale(self, name: str) -> LocaleReading | None:
        """Return a locale in the first version that an edition needs; None if none does."""
        return next((reading for version, reading in self.readings.items() if version.name == name), None)


def read_book(world: EditedFiles, runner: Runner) -> BookReading:
    """Return the book in a folder. Whatever is wrong with it is in the result."""
    findings = Findings()
    context = Context(world, findings, runner)
    project = artifacts.load(context)
    if project is None:
        return BookReading(world, diagnostics=findings.sorted())
    plan, readings = None, {}
    try:
        plan = with_variants(make_plan(project, BuildRequest(), formats()), world, formats())
        readings = dict(read_locales(context, plan, formats()))
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
    for version, reading in readings.items():
        if next(one for one in readings if one.name == version.name) == version:
            chapters = reading.document.chapters
            findings.extend(open_marks(world, version.name, chapters, tuple(project.locales)))
    return BookReading(world, project, plan, readings, _weighted(findings, project))


def check_chapter(
    last: BookReading, world: EditedFiles, path: str, runner: Runner
) -> tuple[Diagnostic, ...] | None:
    """Return what is wrong with one chapter, whose text has changed since the book was read; None if it belongs to no locale
    that was read. Its locale is read again, with the other ones as they were."""
    project, name = last.project, locale_of(path)
    if project is None or last.plan is None or name not in project.locales:
        return None
    wanted = next((locale for locale in last.plan.locales if locale.name == name), None)
    source = (
        find_source(project, last.readings, wanted.variant) if wanted and name != project.source else None
    )
    if wanted is None or (name != project.source and source is None):
        return None
    parent = last.locale(wanted.inherits) if wanted.inherits else None
    findings = Findings()
    try:
        reading = read_locale(Context(world, findings, runner), project, wanted, source, parent)
        findings.extend(open_marks(world, name, reading.document.chapters, tuple(project.locales)))
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
    return tuple(one for one in _weighted(findings, project) if one.span.path == path)


def _weighted(findings: Findings, project: Project) -> tuple[Diagnostic, ...]:
    """Return findings with the severities that the book gives them. Only a whole check can find out which of its `ignore`
    are unused."""
    from bookbuilder.validators.validator import validator_codes

    return apply_severities(findings.sorted(), project.checks, validator_codes)
