"""Makes the editions of a book side by side: while one waits for its pages, the next one is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Findings, Progress
from bookbuilder.formats.format import Artifact, Book, Format
from bookbuilder.formats.pagemap import PageMap
from bookbuilder.pipeline.plan import paged

Pages = dict[tuple[str, str], "Future[PageMap | None]"]
"""By languages and edition, where its pages begin; None if that cannot be told."""


def make_editions(
    books: Sequence[Book],
    kinds: Mapping[str, Format],
    jobs: int,
    findings: Findings,
    tell: Progress,
    unmade: Sequence[Book] = (),
) -> tuple[tuple[Artifact, ...], ...]:
    """Return the artifacts of each edition, in the order of the books; what is wrong with each is reported in that order.
    Editions that are `unmade` are only laid out, for others carry their page numbers.

    With one job they are made one after the other, those first whose pages others wait for.
    """
    pages: Pages = {
        _name(book): Future() for book in (*unmade, *books) if kinds[book.edition.format].paginate
    }

    def one(book: Book) -> tuple[tuple[Artifact, ...], Findings]:
        own, format_ = Findings(), kinds[book.edition.format]
        tell(f"{book.edition.languages}: {book.edition.name}")
        try:
            if format_.paginate is not None and any(book is other for other in unmade):
                format_.paginate(_wired(book, kinds, pages), own, tell)
                return (), own
            return format_.render(_wired(book, kinds, pages), own, tell), own
        except BookbuilderError as error:
            own.extend(error.diagnostics)
            return (), own
        finally:
            promise = pages.get(_name(book))
            if promise is not None and not promise.done():
                promise.set_result(None)  # nobody waits for what does not come

    everything = (*unmade, *books)
    if jobs == 1 or len(everything) < 2:
        order = sorted(
            range(len(everything)), key=lambda at: kinds[everything[at].edition.format].paginate is None
        )
        found = {at: one(everything[at]) for at in order}
        made = [found[at] for at in range(len(everything))]
    else:
        with ThreadPoolExecutor(len(everything)) as threads:
            made = list(threads.map(one, everything))
    for _, told in made:
        findings.extend(told.sorted())
    return tuple(artifacts for artifacts, _ in made[len(unmade) :])


def _name(book: Book) -> tuple[str, str]:
    return book.edition.languages, book.edition.name


def _wired(book: Book, kinds: Mapping[str, Format], pages: Pages) -> Book:
    """Return a book that tells its pages to those that wait for them, or waits for those of another edition."""
    promise = pages.get(_name(book))
    if promise is not None:
        return replace(book, paged=promise.set_result)
    wanted = pages.get((book.edition.languages, paged(book.project, book.edition, kinds)))
    return book if wanted is None else replace(book, printed=wanted.result)
