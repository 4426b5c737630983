"""`bookbuilder build`: makes the book."""

from __future__ import annotations

from pathlib import Path

import typer

from bookbuilder.cli._options import Book, Editions, Json, Locales, Strict


def command(
    book: Book = Path(),
    locale: Locales = None,
    edition: Editions = None,
    strict: Strict = False,
    as_json: Json = False,
) -> None:
    """Make the book: PDF, e-book and web edition in every language.

    The finished files are in the folder output of the book. If something is wrong, everything that is wrong is
    shown at once and the old files stay as they are.
    """
    from bookbuilder.cli._run import run

    raise typer.Exit(run(book, locale or (), edition or (), strict=strict, as_json=as_json, write=True))
