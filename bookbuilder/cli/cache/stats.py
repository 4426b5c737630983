"""`bookbuilder cache stats`: counts what is cached."""

from __future__ import annotations

from pathlib import Path

import typer

from bookbuilder.cli._options import Book

UNCONFINED = "it asks a store on the network; of a book it sees the names and sizes of what is in its cache"


def command(book: Book = Path()) -> None:
    """Count the results in the cache of the book and, if you have set one up, in the shared cache."""
    from bookbuilder.cli import _exit_codes, _print_findings
    from bookbuilder.cli._print_findings import size_text
    from bookbuilder.diagnostics import BookbuilderError
    from bookbuilder.shared_cache.open_store import open_store
    from bookbuilder.world import World

    world, console = World(book.resolve()), _print_findings.out()
    try:
        count, size = world.cached()
        console.print(f"the cache of this book: {count:,} results, {size_text(size)}", markup=False)
        store = open_store(world.environ, world.root)
        if store is None:
            console.print("you have set up no shared cache", markup=False)
            return
        with store:
            if found := store.stats():
                text = f"the shared cache {store.shown}: {found[0]:,} results, {size_text(found[1])}"
                console.print(text, markup=False)
            notices = store.finish()
    except BookbuilderError as error:
        _print_findings.diagnostics(error.diagnostics, _print_findings.err(), book)
        raise typer.Exit(_exit_codes.BOOK) from None
    if notices:
        _print_findings.diagnostics(notices, _print_findings.err(), book)
        raise typer.Exit(_exit_codes.TOOL)
