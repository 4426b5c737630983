"""Names the formats (PDF, e-book, web) without an edition in book.toml, for a note after the build."""

from __future__ import annotations

from pathlib import Path

from bookbuilder import discovery, toml
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.phrases import Phrase
from bookbuilder.program_language.translation import Translation
from bookbuilder.world import World

MISSING_FORMATS = {"pdf": Phrase("no PDF"), "epub": Phrase("no e-book"), "web": Phrase("no web edition")}


def missing_formats(book: Path, translation: Translation) -> str:
    """Return a sentence on the formats without an edition, in the user's language; empty if there are none, or no editions
    are listed."""
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
    missing = [text for name, text in MISSING_FORMATS.items() if name in formats and name not in made]
    if not missing:
        return ""
    return translation.phrase(
        "{formats}: book.toml names its editions, and none of them is one ([editions.…])",
        formats=translation.enumeration(missing),
    )
