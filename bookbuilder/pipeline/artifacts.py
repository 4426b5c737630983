"""Runs the pipeline from book.toml to the artifacts of all editions, in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Artifact, formats
from bookbuilder.html.fonts import begin_fonts
from bookbuilder.large_call_stack import with_large_call_stack
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.edition_variants import with_variants
from bookbuilder.pipeline.make_editions import make_editions
from bookbuilder.pipeline.picture_licences import report_picture_rights
from bookbuilder.pipeline.plan import make_plan, report_clashes
from bookbuilder.pipeline.read_locales import pseudo_readings, read_locales
from bookbuilder.pipeline.render_inputs import EditionInputs, make_books, report_missing_glyphs
from bookbuilder.project import Project
from bookbuilder.project import load as load_project
from bookbuilder.project.draft_settings import draft_settings
from bookbuilder.workers.idle_memory import release


@dataclass(frozen=True, slots=True)
class MadeEditions:
    """The project (None if book.toml cannot be read), and each edition with its artifacts; none if the book has errors."""

    project: Project | None = None
    editions: tuple[tuple[Book, tuple[Artifact, ...]], ...] = ()

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """The artifacts of all editions."""
        return tuple(artifact for _, of_edition in self.editions for artifact in of_edition)


def load(context: Context) -> Project | None:
    """Return the project of book.toml, or None; reports its problems."""
    try:
        return load_project(context.world, context.findings, formats())
    except BookbuilderError as error:
        context.findings.extend(error.diagnostics)
        return None


BETWEEN_FILES = ("reference", "chapters", "translation", "name", "fact", "index", "glossary")
"""The nouns of rules that are broken where one file needs what another one has."""


@dataclass(frozen=True, slots=True)
class PlannedBooks:
    """The project (None if book.toml cannot be read), and the inputs of the renderers of all editions that a request needs,
    first `only_laid_out` ones for their page numbers alone; none if the book has errors."""

    project: Project | None = None
    books: tuple[Book, ...] = ()
    only_laid_out: int = 0


def read_books(context: Context, request: BuildRequest) -> PlannedBooks:
    """Return the books of a request; reports all problems that can be found without layout.

    load ▶ plan ▶ read each locale (draft ▶ place ▶ finish ▶ check) ▶ books. A stage that reports an error is the last one,
    except for a draft.
    Of a file that is no UTF-8, the consequences are not reported: what it holds seems to be missing elsewhere. Raises
    `BookbuilderError`, with the findings of the stages before it in the context.
    """
    result = _read_books(context, request)
    context.findings.without_consequences(BETWEEN_FILES)
    return result


@with_large_call_stack
def _read_books(context: Context, request: BuildRequest) -> PlannedBooks:
    kinds, project = formats(), load(context)
    if project is None:
        return PlannedBooks()
    if request.draft:
        project = draft_settings(project)
    plan, nothing = (
        with_variants(make_plan(project, request, kinds), context.world, kinds),
        PlannedBooks(project),
    )
    failed_before, font_findings = context.failed(), Findings()
    try:
        # Workers check fonts while this process reads.
        in_check = begin_fonts(context.world, font_findings, context.runner)
        readings = read_locales(context, plan, kinds)
        report_picture_rights(plan, readings, context.findings)
        families = in_check.wait()
        context.findings.extend(font_findings.sorted())
        if context.failed() and not request.draft:
            if not (failed_before or font_findings.failed):
                report_missing_glyphs(EditionInputs(context, plan, readings, {}, families))
            return nothing
        pseudo = pseudo_readings(context, plan, readings)
        books = make_books(EditionInputs(context, plan, readings, pseudo, families), request)
    except BookbuilderError as error:
        context.findings.extend((*font_findings.sorted(), *error.diagnostics))
        return nothing
    if context.failed() and not request.draft:
        return nothing
    return PlannedBooks(project, books, len(plan.only_laid_out))


def make(
    context: Context, request: BuildRequest, prepare: Callable[[Sequence[Book]], Sequence[Book]] = tuple
) -> MadeEditions:
    """Return the artifacts of a request, those of `read_books` rendered; reports all problems of the book. `prepare` returns
    the books as they are rendered: it is told them when they are read, and numbers proofs."""
    planned = read_books(context, request)
    if planned.project is None or not planned.books:
        return MadeEditions(planned.project)
    first = planned.only_laid_out
    release()  # what was read is needed no longer, and layout takes most memory
    try:
        books = prepare(planned.books)
        rendered = make_editions(context, books, first, formats())
    except BookbuilderError as error:
        context.findings.extend(error.diagnostics)
        return MadeEditions(planned.project)
    result = MadeEditions(planned.project, tuple(zip(books, rendered, strict=True))[first:])
    report_clashes(result.artifacts, context.findings)
    if request.draft:
        return MadeEditions(planned.project, tuple(one for one in result.editions if one[1]))
    return MadeEditions(planned.project) if context.failed() else result
