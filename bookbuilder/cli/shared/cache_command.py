"""Shared by the commands for caches: an action on that of a book, or on the one that the user shares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer

from bookbuilder.cli.shared import exit_codes, print_findings
from bookbuilder.cli.shared.report_error import report_error
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.phrases import Phrase
from bookbuilder.shared_cache.open_store import open_store
from bookbuilder.shared_cache.store_client import StoreClient
from bookbuilder.world import World


def with_book_cache(book: Path, action: Callable[[World], str]) -> None:
    """Print what an action says of the cache of a book; ends the command if that cannot be read."""
    try:
        print_findings.out().print(action(World(book.resolve())), markup=False)
    except (BookbuilderError, OSError) as error:
        raise typer.Exit(report_error(error, book)) from None


def with_shared_cache(book: Path, action: Callable[[StoreClient], str | None]) -> None:
    """Print what an action says of the shared cache (None: nothing), or that there is none; ends the command if it is set up
    wrongly or does not answer."""
    world, console = World(book.resolve()), print_findings.out()
    try:
        store = open_store(world.environ, world.root)
    except (BookbuilderError, OSError) as error:
        raise typer.Exit(report_error(error, book)) from None
    if store is None:
        console.print(Phrase("you have set up no shared cache"), markup=False)
        return
    with store:
        if text := action(store):
            console.print(text, markup=False)
        notices = store.finish()
    if notices:
        print_findings.diagnostics(notices, print_findings.err(), book)
        raise typer.Exit(exit_codes.TOOL)
