"""Makes the editions of a book side by side: while one waits for its pages, the next one is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from bookbuilder.diagnostics import BookbuilderError, Findings, Progress
from bookbuilder.formats.format import Artifact, Book, Format


def together(
    books: Sequence[Book], kinds: Mapping[str, Format], jobs: int, findings: Findings, tell: Progress
) -> tuple[tuple[Artifact, ...], ...]:
    """Return the artifacts of each edition, in the order of the books; what is wrong with each is reported in that order.

    With one job they are made one after the other.
    """

    def one(book: Book) -> tuple[tuple[Artifact, ...], Findings]:
        own = Findings()
        tell(f"{book.edition.locale.name}: {book.edition.name}")
        try:
            return kinds[book.edition.format].render(book, own, tell), own
        except BookbuilderError as error:
            own.extend(error.diagnostics)
            return (), own

    if jobs == 1 or len(books) < 2:
        made = [one(book) for book in books]
    else:
        with ThreadPoolExecutor(len(books)) as threads:
            made = list(threads.map(one, books))
    for _, found in made:
        findings.extend(found.sorted())
    return tuple(artifacts for artifacts, _ in made)
