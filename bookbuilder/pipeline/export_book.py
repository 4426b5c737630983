"""Reads a book as for a build, and exports one edition of it in one locale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.exporters.exporter import ExportInput
from bookbuilder.exporters.proof_comments import proof_comments
from bookbuilder.exporters.review import NO_REVIEW, review_of
from bookbuilder.jail.supervise import delay_termination
from bookbuilder.pipeline.artifacts import load, read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.export_request import ExportRequest
from bookbuilder.project import Project
from bookbuilder.world import World

FOLDER = "export"
"""The folder of exported files in the output folder: a web edition in one file has the name of exported HTML."""


@dataclass(frozen=True, slots=True)
class SentExport:
    """What goes out for a review: its id, locale and edition, and its texts in the order of their numbers."""

    id: str
    locale: str
    edition: str
    blocks: tuple[TextBlock, ...]


@dataclass(frozen=True, slots=True)
class ExportedBook:
    """An exported book: its project (None if book.toml cannot be read), its name in the output folder, its files (none if
    there are errors), and what goes out for a review."""

    project: Project | None = None
    name: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    sent: SentExport | None = None


def export_book(context: Context, world: World, request: ExportRequest) -> ExportedBook:
    """Return the exported book; reports all problems of the book. Raises `BookbuilderError` for a locale or an edition that
    the book does not have."""
    project = load(context.quiet)
    wanted = request.edition or (_first_edition(project) if project else "")
    locale = request.locale or (project.source if project else "")
    asked = BuildRequest((locale,) if locale else (), (wanted,) if wanted else (), export=True)
    planned = read_books(context, asked)
    if planned.project is None or not planned.books:
        return ExportedBook(planned.project)
    book = planned.books[planned.only_laid_out]
    context.progress(f"{book.edition.languages}: {request.exporter.name}")
    review, blocks = NO_REVIEW, tuple[TextBlock, ...]()
    try:
        comments = proof_comments(world, book.document.chapters, context.findings)
        if request.review:
            review, blocks = review_of(
                book.document.chapters, request.exporter.name, book.edition.locale.name, book.edition.name
            )
        given = ExportInput(world, book, request.reference, request.styles, request.flavour, comments, review)
        files = request.exporter.export(given, context.findings)
    except BookbuilderError as error:
        context.findings.extend(error.diagnostics)
        files = {}
    if context.failed():
        return ExportedBook(planned.project)
    suffix = request.exporter.suffix if "" in files else f".{request.exporter.name}"
    sent = None
    if review.id:
        sent = SentExport(review.id, book.edition.locale.name, book.edition.name, blocks)
    return ExportedBook(planned.project, f"{FOLDER}/{book.stem}{suffix}", files, sent)


def publish_export(world: World, exported: ExportedBook, output: Path | None) -> tuple[Path, ...]:
    """Write an exported book into its output folder, or as `output`, and return its path. Raises `OSError`."""
    assert exported.project is not None
    with delay_termination():
        if output is None:
            return world.publish(exported.project.output, [(exported.name, exported.files)], output=True)
        place = output.resolve()
        return World(place.parent).publish(".", [(place.name, exported.files)])


def _first_edition(project: Project) -> str:
    """Return the name of the first edition in one language; the others differ in their settings alone."""
    alone = (name for name, edition in project.editions.items() if edition.beside is None)
    return next(alone, "")
