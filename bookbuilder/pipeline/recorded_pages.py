"""Compares the pages of an issue with those that were recorded of it, which other issues print."""

from __future__ import annotations

from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Severity, Span
from bookbuilder.formats.book import Book
from bookbuilder.formats.pagemap import PageMap
from bookbuilder.phrases import Phrase, counted
from bookbuilder.project.issue_record import FOLDER, RecordedEdition, RecordedIssues
from bookbuilder.world.series_folder import PREFIX, SERIES

MOVED = Rule(
    "issue.moved",
    "{name} ({locale}) is {where}, but page {recorded} is recorded, which other issues print",
    "References from other issues and the index of a year print the pages that `bookbuilder series record` wrote down. If"
    " this issue is not printed yet, record it again; if it is, readers have the recorded pages.",
    Severity.NOTICE,
)


def report_moved_pages(book: Book, page_map: PageMap, report: Report) -> None:
    """Report how many recorded places of a book are on other pages now, with the first of them. A place that is gone counts.

    Nothing is reported for a book in no series, without a record, or with a record that cannot be read: that is reported to
    those who refer to the issue.
    """
    edition = _recorded_edition(book)
    if edition is None:
        return
    printed = {name: place for name, place in edition.places.items() if place.page}
    moved = {name: place for name, place in printed.items() if page_map.anchors.get(name) != place.page}
    if not moved:
        return
    marks = {mark.anchor for mark in edition.marks}
    labels = [page.label for page in page_map.pages]

    def page_position(name: str) -> tuple[bool, int]:
        """Return the sort key: by page, gone places last, and behind them marks, which have the name of their chapter."""
        page = page_map.anchors.get(name)
        return name in marks, labels.index(page) if page in labels else len(labels)

    name = min(moved, key=page_position)
    page, issue = page_map.anchors.get(name), book.world.root.name
    count = counted(
        len(moved), "1 of {all} places has moved", "{count} of {all} places have moved", all=len(printed)
    )
    report(
        MOVED,
        Span(f"{PREFIX}{FOLDER}/{issue}.json"),
        hint=Phrase("{count}; `bookbuilder series record {issue}` records them", count=count, issue=issue),
        name=moved[name].name or f"#{name}",
        locale=book.edition.locale.name,
        where="gone" if page is None else Phrase("on page {page}", page=page),
        recorded=moved[name].page,
    )


def _recorded_edition(book: Book) -> RecordedEdition | None:
    if not book.world.exists(PREFIX + SERIES):
        return None
    try:
        record = RecordedIssues(book.world).get(book.world.root.name)
    except BookbuilderError:
        return None
    if record is None or record.id != book.project.id:
        return None
    return record.editions.get(book.edition.locale.name)
