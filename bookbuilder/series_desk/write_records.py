"""Chooses the books of a series that are recorded, and writes their records into its folder `issues`."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic, nearest
from bookbuilder.project.issue_record import FOLDER, IssueRecord
from bookbuilder.series_desk.series_books import SeriesBook, SeriesOfBooks
from bookbuilder.world import World

NO_BOOK = Rule(
    "issue.book",
    "the series has no book in a folder {folder}",
    "The books of a series are named by their folders, beside series.toml.",
)


def chosen_books(series: SeriesOfBooks, folders: Sequence[str]) -> tuple[SeriesBook, ...]:
    """Return the books of these folders, or all, oldest first. Raises `BookbuilderError` (`issue.book`)."""
    known = {book.folder: book for book in series.books}
    unknown = [
        diagnostic(NO_BOOK, Span(folder), hint=nearest(folder, known), folder=folder)
        for folder in folders
        if folder not in known
    ]
    if unknown:
        raise BookbuilderError(*unknown)
    return tuple(book for book in series.books if not folders or book.folder in folders)


def write_record(series: World, folder: str, record: IssueRecord) -> bool:
    """Write the record of a book; return whether it has changed."""
    name, data = f"{folder}.json", record.encode()
    path = f"{FOLDER}/{name}"
    if series.exists(path) and series.read(path) == data:
        return False
    series.publish(FOLDER, [(name, {"": data})])
    return True
