"""Finds the books of a series: the folders below that of series.toml that have a book.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bookbuilder import project
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Rule, Span, diagnostic
from bookbuilder.formats.format import formats
from bookbuilder.project import Project
from bookbuilder.project.book_rules import FILE
from bookbuilder.project.series_file import Series, read_series
from bookbuilder.world import World
from bookbuilder.world.series_folder import SERIES

TEMPLATE = "template"
"""The folder of a series with a book from which new issues are made."""
ABSENT = Rule(
    "series.absent",
    "there is no series.toml in this folder or the one above it",
    "A series is a folder with a series.toml, which says what its books share, and the books, each in a folder of its own."
    " Commands for a series run in that folder or in one of its books.",
)
TWICE = Rule(
    "series.twice",
    "the books {first} and {second} have the same id, {id}",
    "Files are named after the id of a book, and shops and reading devices tell books apart by it. Two books of a"
    " series cannot"
    " share one.",
)


@dataclass(frozen=True, slots=True)
class SeriesBook:
    """A book of a series: the name of its folder, its World, its project (None if book.toml cannot be read), and the
    problems of its settings, whose paths are those of the book."""

    folder: str
    world: World
    project: Project | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """The problems of its settings, with paths from the folder of the series."""
        return tuple(located(self.folder, one) for one in self.diagnostics)


@dataclass(frozen=True, slots=True)
class SeriesOfBooks:
    """A series: the World of its folder, what series.toml says of it, its books, oldest first, and the book from which
    new issues are made, if it has one."""

    world: World
    about: Series
    books: tuple[SeriesBook, ...]
    template: SeriesBook | None = None


def located(folder: str, one: Diagnostic) -> Diagnostic:
    """Return a diagnostic of a book with a path from the folder of the series."""
    path = one.span.path
    place = path.removeprefix("../") if path.startswith("../") else f"{folder}/{path}" if path else folder
    return replace(one, span=Span(place, one.span.line, one.span.column))


def series_world(world: World) -> World:
    """Return the World of a series, given that of its folder or of one of its books. Raises `BookbuilderError`
    (`series.absent`)."""
    if world.exists(SERIES):
        return world
    above = world.series_folder
    if above is None:
        hint = "make one beside the folders of your books; `bookbuilder help series` says what is in it"
        raise BookbuilderError(diagnostic(ABSENT, Span(SERIES), hint=hint))
    return replace(world, root=above)


def read_series_books(world: World) -> SeriesOfBooks:
    """Return the series of a folder, or of the book in a folder. Raises `BookbuilderError` (`series.absent`, and what
    cannot be read of series.toml)."""
    home = series_world(world)
    books = list(_books(home))
    # A book that cannot be read has no date, and comes last.
    order = {book.folder: (str(book.project.date) if book.project else "9999", book.folder) for book in books}
    about = read_series(books[0].world, Findings()) if books else Series()
    books.sort(key=lambda book: order[book.folder])
    template = next((book for book in books if book.folder == TEMPLATE), None)
    return SeriesOfBooks(home, about, tuple(book for book in books if book is not template), template)


def _books(home: World) -> Iterator[SeriesBook]:
    for path in home.folders("."):
        folder = path.removeprefix("./")
        world = replace(home, root=home.root / folder)
        if not world.exists(FILE):
            continue
        findings, loaded = Findings(), None
        try:
            loaded = project.load(world, findings, formats())
        except BookbuilderError as error:
            findings.extend(error.diagnostics)
        yield SeriesBook(folder, world, loaded, findings.sorted())


def same_ids(books: Sequence[SeriesBook]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each book whose id an older one has, with a path from the folder of the series."""
    first: dict[str, SeriesBook] = {}
    for book in books:
        if book.project is None:
            continue
        other = first.setdefault(book.project.id, book)
        if other is not book:
            span, words = Span(f"{book.folder}/{FILE}"), book.project.id
            hint = "give one of them another id"
            yield diagnostic(TWICE, span, hint=hint, first=other.folder, second=book.folder, id=words)
