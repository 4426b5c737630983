"""Arguments and options shared by several commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.phrases import Phrase
from bookbuilder.world import World


def _names(context: typer.Context, table: str, incomplete: str) -> list[str]:
    """Return the names in a table of book.toml, or of its series, for shell completion."""
    from bookbuilder.diagnostics import Findings
    from bookbuilder.project.book_file import book_settings

    try:
        settings = book_settings(World(_completed_book(context)), Findings())
    except BookbuilderError:
        return []
    found = settings.data.get(table) if settings else None
    return [name for name in found if name.startswith(incomplete)] if isinstance(found, dict) else []


def _completed_book(context: typer.Context) -> Path:
    """Return the folder of the book in an unfinished command line. An option without its value keeps click from reading
    arguments: what they would be is left over."""
    folder: Path = context.params.get("book") or Path()
    if folder == Path():
        folder = next((Path(word) for word in context.args if World(Path(word)).exists(FILE)), folder)
    return _book_above(folder) or folder


def _locales(context: typer.Context, incomplete: str) -> list[str]:
    from bookbuilder.locales.pseudo_locales import PSEUDO

    pseudo = [tag for tag in PSEUDO if incomplete and tag.startswith(incomplete)]
    return _names(context, "locales", incomplete) + pseudo


def _editions(context: typer.Context, incomplete: str) -> list[str]:
    from bookbuilder import discovery

    kinds = [name for name in discovery.folders("bookbuilder.formats") if name.startswith(incomplete)]
    return _names(context, "editions", incomplete) or kinds


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"bookbuilder {version('bookbuilder')}")
        raise typer.Exit


def version(
    show: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop."),
    ] = False,
) -> None:
    """Take the options before a command."""


def nearest_book(context: typer.Context, folder: Path) -> Path:
    """Return the folder of the book; if none is given, that of the nearest book.toml here or above, as Git does."""
    found = None if context.resilient_parsing else _book_above(folder)
    if found is None:
        return folder
    from bookbuilder.cli.shared import print_findings

    print_findings.err().print(Phrase("the book is in {path}", path=found.as_posix()), markup=False)
    return found


def _book_above(folder: Path) -> Path | None:
    """Return the folder of the nearest book.toml above the current folder; None for a `folder` that was given, or if the
    current one has a book.toml itself."""
    if folder != Path() or World(folder).exists(FILE):
        return None
    parents = enumerate(folder.resolve().parents, 1)
    return next((Path(*[".."] * steps) for steps, above in parents if World(above).exists(FILE)), None)


FILE = "book.toml"
Book = Annotated[
    Path,
    typer.Argument(
        help="The folder of the book: the one with book.toml.",
        exists=True,
        file_okay=False,
        show_default="this folder, or the nearest one above it with a book.toml",
        callback=nearest_book,
    ),
]
Locales = Annotated[
    list[str] | None,
    typer.Option(
        "--locale",
        "-l",
        metavar="NAME",
        help="Only this locale, such as de; can be given several times.",
        autocompletion=_locales,
        show_default=False,
    ),
]
Editions = Annotated[
    list[str] | None,
    typer.Option(
        "--edition",
        "-e",
        metavar="NAME",
        help="Only this edition, such as pdf; can be given several times.",
        autocompletion=_editions,
        show_default=False,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")]
Everything = Annotated[
    bool, typer.Option("--all", help="Show all findings, not only the first ten of each kind in a file.")
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        min=0,
        metavar="N",
        help="Work in so many processes; 1 is none besides this one.",
        show_default="one for each processor",
    ),
]
Jail = Annotated[
    bool,
    typer.Option(
        " /--no-jail",
        help="Read the book without limits of memory and time, and without keeping it from other files and the network.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print what was found and made as JSON.")]
Chapters = Annotated[
    list[str] | None,
    typer.Option(
        "--chapter",
        "-c",
        metavar="NAME",
        help="Only this chapter, such as 03-mittwoch; can be given several times.",
        show_default="all chapters",
    ),
]
