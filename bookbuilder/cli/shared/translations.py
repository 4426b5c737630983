"""Shared by the commands for translators: options, loading the project, choosing locales, reporting problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.options import nearest_book
from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Span, diagnostic, nearest
from bookbuilder.phrases import Phrase, counted
from bookbuilder.world import Workspace

if TYPE_CHECKING:
    from bookbuilder.project import Project

NOT_TRANSLATED = Rule(
    "locale.untranslated",
    "{name!r} is no translation of this book",
    "A book is written in one language, `source` in book.toml; every other table [locales.…] is a translation of it."
    " `bookbuilder new-locale` begins one.",
)
NO_TRANSLATIONS = Rule(
    "locale.single",
    "this book has no translations yet",
    "A translation is a table [locales.…] in book.toml and a folder of chapters. `bookbuilder new-locale` makes both.",
)

FILE = Span("book.toml")
BookOption = Annotated[
    Path,
    typer.Option(
        "--book",
        metavar="DIR",
        help="The folder of the book: the one with book.toml.",
        exists=True,
        file_okay=False,
        show_default="this folder, or the nearest one above it with a book.toml",
        callback=nearest_book,
    ),
]


def load_project(world: Workspace) -> Project:
    """Return the project; raises `BookbuilderError` with all its problems if it cannot be loaded."""
    from bookbuilder import discovery, project

    findings = Findings()
    found = project.load(world, findings, discovery.names("bookbuilder.formats"))
    if found is None:
        raise BookbuilderError(*findings.sorted())
    return found


def chosen_locales(project: Project, names: Sequence[str], also: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the named translations, or all of them. Raises `BookbuilderError` for other names, with a hint that lists those
    of the book; `also` are others that the command takes."""
    from bookbuilder.translate.chapter_paths import translated_locales

    every = translated_locales(project)
    for name in names:
        if name not in every:
            known = (*every, *also)
            hint = (
                Phrase("the book is written in {name}", name=name)
                if name == project.source
                else nearest(name, known) or Phrase("the translations are {known}", known=", ".join(known))
                if known
                else Phrase(
                    "the book is in {source} alone; bookbuilder new-locale {name} begins a translation",
                    source=project.source,
                    name=name,
                )
            )
            raise BookbuilderError(diagnostic(NOT_TRANSLATED, FILE, hint=hint, name=name))
    if not every:
        raise BookbuilderError(
            diagnostic(NO_TRANSLATIONS, FILE, hint="for example: bookbuilder new-locale en")
        )
    return tuple(name for name in every if name in names or not names)


@contextmanager
def reporting(book: Path, findings: Findings) -> Iterator[None]:
    """Run the body, then print all findings and exit with their code; errors are added to `findings`."""
    from bookbuilder.cli.shared import exit_codes, print_findings
    from bookbuilder.cli.shared.os_error import error_diagnostics

    try:
        yield
    except (BookbuilderError, OSError) as error:
        findings.extend(error_diagnostics(error))
    print_findings.diagnostics(findings.sorted(), print_findings.err(), book)
    raise typer.Exit(exit_codes.code(findings.sorted(), strict=False))


def adopted_line(locale: str, files: int, left: int) -> str:
    """Return a line about a translation that is tracked from now on: its files, and the blocks left open."""
    text = counted(
        files,
        "{locale}: 1 chapter written into l10n/{locale}",
        "{locale}: {count:,} chapters written into l10n/{locale}",
        locale=locale,
    )
    if not left:
        return text
    return counted(
        left, "{written}; 1 block left open", "{written}; {count:,} blocks left open", written=text
    )
