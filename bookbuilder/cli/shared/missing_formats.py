"""Names the formats (PDF, e-book, web) without an edition in book.toml, for a note after the build."""

from __future__ import annotations

from pathlib import Path

from bookbuilder import discovery, toml
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.world import World

WORDS = {"pdf": "PDF", "epub": "e-book", "web": "web edition"}


def missing_formats(book: Path) -> str:
    """Return a sentence on the formats without an edition; empty if there are none, or no editions are listed."""
    world = World(book)
    try:
        if world.series_folder:  # it may name editions as well
            from bookbuilder.project.book_file import book_settings

            settings = book_settings(world, Findings())
            editions = settings.data.get("editions") if settings else None
        else:
            editions = toml.loads(world.text("book.toml")).get("editions")
    except (BookbuilderError, toml.TomlError):
        return ""
    if not isinstance(editions, dict):
        return ""
    made = {edition.get("format") for edition in editions.values() if isinstance(edition, dict)}
    formats = discovery.names("bookbuilder.formats")
    missing = [f"no {words}" for name, words in WORDS.items() if name in formats and name not in made]
    if not missing:
        return ""
    words = " and ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
    return f"{words}: book.toml names its editions, and none of them is one ([editions.…])"
