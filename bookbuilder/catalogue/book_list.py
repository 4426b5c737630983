"""The folders that were named, into the books of a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.project.book_file import ABSENT
from bookbuilder.toml_tables.positions import key_positions
from bookbuilder.world import World

TWICE = Rule(
    "catalogue.twice",
    "the id {id!r} is that of {other} as well",
    "In a catalogue each book has an id of its own: it names the files, and readers know an e-book by it.",
)

FILE = "book.toml"


def book_folders(named: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders of the books: each that was named, or if it is no book, the books in it; in the order in which they
    were named, and those of a folder by name. Raises `BookbuilderError` (`book.absent`) for folders without any."""
    found: dict[Path, None] = {}
    absent = []
    for folder in named:
        world = World(folder.resolve())
        books = [world.root]
        if not world.exists(FILE):
            books = [world.root / name for name in world.folders(".") if world.exists(f"{name}/{FILE}")]
        if not books:
            absent.append(diagnostic(ABSENT, Span(f"{folder.as_posix()}/{FILE}")))
        found |= dict.fromkeys(books)
    if absent:
        raise BookbuilderError(*absent)
    return tuple(found)


def report_twins(ids: Iterable[tuple[Path, str]]) -> None:
    """Raise `BookbuilderError` (`catalogue.twice`) if two books, given as their folder and id, have one id."""
    by_id: dict[str, Path] = {}
    twins = []
    for root, name in ids:
        other = by_id.setdefault(name, root)
        if other != root:
            line, column = key_positions(World(root).text(FILE)).get(("book", "id"), (0, 0))
            place = Span(f"{root.as_posix()}/{FILE}", line, column)
            twins.append(diagnostic(TWICE, place, id=name, other=other.as_posix()))
    if twins:
        raise BookbuilderError(*twins)
