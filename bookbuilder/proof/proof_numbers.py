"""Counts the proofs of a book, and says what is kept of those that are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bookbuilder.diagnostics import Findings
from bookbuilder.formats.book import Book, file_stem
from bookbuilder.proof.earlier_book import earlier_book
from bookbuilder.proof.proof_changes import proof_changes
from bookbuilder.proof.sent_record import SentRecord, SentText, sent_records, sent_texts
from bookbuilder.world import World


def with_proof_numbers(books: Sequence[Book], world: World, findings: Findings) -> tuple[Book, ...]:
    """Return the books with the numbers of those that are proofs, and what has changed in these since the one they name. A
    proof with the same words as the last one is that one, made again: so the same book gives the same file. Reports
    `proof.sent`, `proof.since`, `git.read`."""
    if not any(book.edition.proof for book in books):
        return tuple(books)
    sent = sent_records(world, findings)
    return tuple(_prepared(book, sent, world, findings) if book.edition.proof else book for book in books)


def _prepared(book: Book, sent: Sequence[SentRecord], world: World, findings: Findings) -> Book:
    numbered = _numbered(book, sent)
    return replace(numbered, changes=proof_changes(numbered, earlier_book(numbered, sent, world, findings)))


def _numbered(book: Book, sent: Iterable[SentRecord]) -> Book:
    edition, proof = book.edition, book.edition.proof
    assert proof is not None
    if proof.number:
        return book
    before = [one for one in sent if (one.locale, one.edition) == (edition.languages, edition.name)]
    last = max(before, key=lambda one: one.number, default=None)
    number = 1
    if last is not None:
        same = _words(last.texts) == _words(sent_texts(book.document.chapters))
        same = same and last.version == book.project.version
        number = last.number if same else last.number + 1
    return replace(book, edition=replace(edition, proof=replace(proof, number=number)))


def sent_record(book: Book) -> SentRecord | None:
    """Return what is kept of a book that is made as a proof; None if it is none."""
    edition, proof = book.edition, book.edition.proof
    if proof is None:
        return None
    return SentRecord(
        f"{file_stem(book.project, edition)}-{proof.number}",
        book.file_identifier,
        edition.format,
        edition.languages,
        edition.name,
        sent_texts(book.document.chapters),
        number=proof.number,
        date=proof.date.isoformat() if proof.date else "",
        version=book.project.version,
    )


def _words(texts: Iterable[SentText]) -> list[tuple[str, str]]:
    return [(text.file, text.printed) for text in texts]
