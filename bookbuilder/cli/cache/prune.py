"""`bookbuilder cache prune`: makes a cache smaller."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli._options import Book
from bookbuilder.cli._size import size_in_bytes

UNCONFINED = "it asks a store on the network; of a book it sees the names and sizes of what is in its cache"

Limit = Annotated[
    int, typer.Option(parser=size_in_bytes, metavar="SIZE", help="How much stays, such as 500MB or 2GB.")
]
Shared = Annotated[
    bool, typer.Option("--shared", help="Of the shared cache, for all who use it; not of the book.")
]


def command(book: Book = Path(), limit: Limit = "2GB", shared: Shared = False) -> None:  # type: ignore[assignment] # parsed
    """Delete the results that were used longest ago. Of a shared cache, those that were written first.

    What is needed again is made again.
    """
    from bookbuilder.cli import _exit_codes, _print_findings
    from bookbuilder.cli._print_findings import size_text
    from bookbuilder.diagnostics import BookbuilderError
    from bookbuilder.shared_cache.open_store import open_store
    from bookbuilder.world import World

    world, console = World(book.resolve()), _print_findings.out()
    try:
        if not shared:
            before = world.cached()
            world.prune(limit)
            after = world.cached()
            console.print(_deleted(before[0] - after[0], size_text(before[1] - after[1])), markup=False)
            return
        store = open_store(world.environ, world.root)
        if store is None:
            console.print("you have set up no shared cache", markup=False)
            return
        with store:
            if found := store.prune(limit):
                console.print(_deleted(found[0], size_text(found[1])), markup=False)
            notices = store.finish()
    except BookbuilderError as error:
        _print_findings.diagnostics(error.diagnostics, _print_findings.err(), book)
        raise typer.Exit(_exit_codes.BOOK) from None
    if notices:
        _print_findings.diagnostics(notices, _print_findings.err(), book)
        raise typer.Exit(_exit_codes.TOOL)


def _deleted(count: int, size: str) -> str:
    return f"deleted {count:,} results, {size}"
