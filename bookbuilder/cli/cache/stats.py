"""`bookbuilder cache stats`: counts what is cached."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.cli.shared.options import Book

UNCONFINED = "it asks a store on the network; of a book it sees the names and sizes of what is in its cache"


def command(book: Book = Path()) -> None:
    """Count the results in the cache of the book and, if you have set one up, in the shared cache."""
    from bookbuilder.cli.shared.cache_command import with_book_cache, with_shared_cache

    with_book_cache(book, lambda world: f"the cache of this book: {_counted(*world.cached())}")
    with_shared_cache(
        book,
        lambda store: (found := store.stats()) and f"the shared cache {store.shown}: {_counted(*found)}",
    )


def _counted(count: int, size: int) -> str:
    from bookbuilder.cli.shared.print_findings import size_text

    return f"{count:,} results, {size_text(size)}"
