"""Renders the editions of a book in parallel; some wait for the page numbers of a PDF, and the pages of an issue are
compared with those recorded of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Artifact, Format
from bookbuilder.formats.pagemap import PageMap
from bookbuilder.html.font_place import with_file_places
from bookbuilder.large_call_stack import with_large_call_stack
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.plan import edition_to_record, page_numbers_from
from bookbuilder.pipeline.recorded_pages import report_moved_pages

Pages = dict[tuple[str, str], "Future[PageMap | None]"]
"""Page maps by languages and edition; None if there is none."""


def make_editions(
    context: Context, books: Sequence[Book], only_laid_out: int, kinds: Mapping[str, Format]
) -> tuple[tuple[Artifact, ...], ...]:
    """Return the artifacts of each edition, in the order of the books; diagnostics are reported in that order. The first
    `only_laid_out` are needed for their page numbers alone, and have no artifacts.

    With one job they are made one after the other; editions that supply page numbers come first.
    """
    pages: Pages = {_name(book): Future() for book in books if kinds[book.edition.format].paginate}
    findings: dict[int, Findings] = {index: Findings() for index in range(len(books))}

    @with_large_call_stack
    def make_edition(position: int) -> tuple[Artifact, ...]:
        book, edition_findings = books[position], findings[position]
        format_, wired = kinds[book.edition.format], _wired(book, kinds, pages)
        if context.early:
            wired = replace(wired, early=partial(context.early, *_name(book)))
        context.progress(f"{book.edition.languages}: {book.edition.name}")
        try:
            if format_.paginate is not None and position < only_laid_out:
                format_.paginate(wired, edition_findings, context.progress)
                return ()
            return format_.render(wired, edition_findings, context.progress)
        except BookbuilderError as error:
            edition_findings.extend(with_file_places(error.diagnostics, book.fonts, book.world))
            return ()
        finally:
            promise = pages.get(_name(book))
            if promise is not None and not promise.done():
                promise.set_result(None)  # nobody may wait for a map that does not come

    if context.jobs == 1 or len(books) < 2:
        # In one thread, an edition that waits for pages would wait for ever if it came first.
        order = sorted(findings, key=lambda position: _carried(books[position], kinds))
        by_index = {position: make_edition(position) for position in order}
        results = [by_index[position] for position in findings]
    else:
        # A thread for each: fewer could all be waiting for an edition that has not begun.
        with ThreadPoolExecutor(len(books)) as threads:
            results = list(threads.map(make_edition, findings))
    for edition_findings in findings.values():
        context.findings.extend(edition_findings.sorted())
    for book in books:
        page_map = pages[_name(book)].result() if _name(book) in pages else None
        if page_map and book.edition.name == edition_to_record(book.project, kinds):
            report_moved_pages(book, page_map, context.findings)
    return tuple(results)


def _name(book: Book) -> tuple[str, str]:
    return book.edition.languages, book.edition.name


def _carried(book: Book, kinds: Mapping[str, Format]) -> int:
    """Return how many editions have to be laid out, one after the other, before the page numbers of a book are known."""
    edition, before = book.edition, 0
    while name := page_numbers_from(book.project, edition, kinds):
        edition, before = book.project.editions[name], before + 1
    return before


def _wired(book: Book, kinds: Mapping[str, Format], pages: Pages) -> Book:
    """Return a book that passes its page map to the editions that wait for it, and waits for the map of another edition."""
    promise = pages.get(_name(book))
    if promise is not None:
        book = replace(book, paged=promise.set_result)
    wanted = pages.get((book.edition.languages, page_numbers_from(book.project, book.edition, kinds)))
    return book if wanted is None else replace(book, printed=wanted.result)
