"""`bookbuilder check`: says what is wrong with the book."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli._options import Book, Editions, Jobs, Json, Locales, Strict

Fix = Annotated[
    bool, typer.Option("--fix", help="Mend in the chapters what can be mended without a question.")
]


def command(
    book: Book = Path(),
    locale: Locales = None,
    edition: Editions = None,
    strict: Strict = False,
    as_json: Json = False,
    fix: Fix = False,
    jobs: Jobs = 0,
) -> None:
    """Show everything that is wrong with the book, and write nothing.

    The book is made as build makes it, pages included, but no file changes. With --fix, slips of typing that are
    certain are mended in the chapters: spaces in a row, hyphens in ranges, straight quotation marks.
    """
    from bookbuilder.cli._run import run

    raise typer.Exit(
        run(
            book, locale or (), edition or (), strict=strict, as_json=as_json, write=False, fix=fix, jobs=jobs
        )
    )
