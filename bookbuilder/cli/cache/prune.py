"""`bookbuilder cache prune`: makes a cache smaller."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.byte_size import size_in_bytes
from bookbuilder.cli.shared.options import Book
from bookbuilder.phrases import counted

if TYPE_CHECKING:
    from bookbuilder.world import World

UNCONFINED = "it asks a store on the network; of a book it sees the names and sizes of what is in its cache"

Limit = Annotated[
    int,
    typer.Option(
        parser=size_in_bytes,
        metavar="SIZE",
        help="The size to shrink it to, such as 500MB or 2GB.",
        show_default="2GB",
    ),
]
Shared = Annotated[
    bool,
    typer.Option("--shared", help="Prune the shared cache, for all its users, instead of that of the book."),
]


def command(book: Book = Path(), limit: Limit = 2_000_000_000, shared: Shared = False) -> None:
    """Delete the results that were used longest ago. Of a shared cache, those that were written first.

    What is needed again is made again.
    """
    from bookbuilder.cli.shared.cache_command import with_book_cache, with_shared_cache

    if shared:
        with_shared_cache(book, lambda store: (found := store.prune(limit)) and _deleted(*found))
    else:
        with_book_cache(book, lambda world: _pruned(world, limit))


def _pruned(world: World, limit: int) -> str:
    count, size = world.cached()
    world.prune(limit)
    left, size_left = world.cached()
    return _deleted(count - left, size - size_left)


def _deleted(count: int, size: int) -> str:
    from bookbuilder.cli.shared.print_findings import size_text

    return counted(
        count, "deleted 1 result, {size}", "deleted {count:,} results, {size}", size=size_text(size)
    )
