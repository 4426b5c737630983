"""`bookbuilder check`: says what is wrong with the book."""

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
    """Show everything that is wrong with the book, and write nothing.

    The book is made as build makes it, pages included, but no file changes.
    """
    from bookbuilder.cli._run import run

    raise typer.Exit(run(book, locale or (), edition or (), strict=strict, as_json=as_json, write=False))
