"""Compares the pages of an issue with those that were recorded of it, which other issues print."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.formats.book import Book
from bookbuilder.formats.pagemap import PageMap
from bookbuilder.project.issue_record import FOLDER, RecordedIssues, RecordedPlace
from bookbuilder.world.series_folder import PREFIX

MOVED = Rule(
    "issue.moved",
    "{name} is {where}, but page {recorded} is recorded, which other issues print",
    "References from other issues and the index of a year print the pages that `bookbuilder series record` wrote down. If"
    " this issue is not printed yet, record it again; if it is, readers have the recorded pages.",
    Severity.NOTICE,
)


def report_moved_pages(book: Book, page_map: PageMap, report: Report) -> None:
    """Report how many recorded places of a book are on other pages now, with the first of them. A place that is gone counts.

    Raises `BookbuilderError` (`issue.record`).
    """
    issue = book.world.root.name
    path = f"{FOLDER}/{issue}.json"
    if PREFIX + path not in book.world.versions(path):  # asks nothing more where there is no series
        return
    record = RecordedIssues(book.world).get(issue)
    edition = record.editions.get(book.edition.locale.name) if record else None
    if record is None or edition is None or record.id != book.project.id:
        return
    moved = [
        (name, place, page_map.anchors.get(name, ""))
        for name, place in edition.places.items()
        if place.page and page_map.anchors.get(name) != place.page
    ]
    if not moved:
        return
    marks = {mark.anchor for mark in edition.marks}
    labels = [page.label for page in page_map.pages]

    def in_order(one: tuple[str, RecordedPlace, str]) -> tuple[bool, int]:
        """Pages from the first; after them what is gone, and marks, which are called like their chapter."""
        anchor, _, page = one
        return anchor in marks, labels.index(page) if page in labels else len(labels)

    name, place, page = min(moved, key=in_order)
    hint = f"moved are {len(moved)} of {len(edition.places)} places; to record them: `bookbuilder series record {issue}`"
    where = f"on page {page}" if page else "gone"
    report(
        MOVED,
        Span(PREFIX + path),
        hint=hint,
        name=place.name or f"#{name}",
        where=where,
        recorded=place.page,
    )
