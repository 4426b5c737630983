"""`bookbuilder cache stats`: counts what is cached."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared.options import Book
from bookbuilder.phrases import counted

UNCONFINED = "it asks a store on the network; of a book it sees the names and sizes of what is in its cache"


def command(book: Book = Path()) -> None:
    """Count the results in the cache of the book and, if you have set one up, in the shared cache."""
    from bookbuilder.cli.shared.cache_command import with_book_cache, with_shared_cache

    with_book_cache(book, lambda world: _of_book(*world.cached()))
    with_shared_cache(book, lambda store: (found := store.stats()) and _shared(store.shown, *found))


def _of_book(count: int, size: int) -> str:
    from bookbuilder.cli.shared.print_findings import size_text

    return counted(
        count,
        "the cache of this book: 1 result, {size}",
        "the cache of this book: {count:,} results, {size}",
        size=size_text(size),
    )


def _shared(name: str, count: int, size: int) -> str:
    from bookbuilder.cli.shared.print_findings import size_text

    return counted(
        count,
        "the shared cache {name}: 1 result, {size}",
        "the shared cache {name}: {count:,} results, {size}",
        name=name,
        size=size_text(size),
    )
