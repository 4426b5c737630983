"""Collects the marks of PDFs that came back: reads each in a confined process, finds out of which locale and edition it is,
and places its marks in the chapters as they are now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Severity, Span
from bookbuilder.pipeline.artifacts import load, read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.project import Project
from bookbuilder.proof.mark import ProofMark
from bookbuilder.proof.pdf_marks import MarkedPdf
from bookbuilder.proof.pdf_steps import PICTURES, READ, PictureTask, ReturnedPdf
from bookbuilder.proof.place_marks import MarkedBook, PlacedMark, place_marks
from bookbuilder.proof.received_file import ReceivedFile
from bookbuilder.proof.sent_file import SentProof, sent_proofs
from bookbuilder.world import World
from bookbuilder.world.source_lines import lines_of

ENOUGH = 0.5
"""The part of the text of a PDF that is in a book of which it certainly is."""
LITTLE = 0.2
"""With less of its text in a book, a PDF is of another one."""
PICTURED = 1_000
"""The most marks of a file that are drawn."""
UNMARKED = Rule(
    "proof.unmarked",
    "nobody has marked anything in {path}",
    "The file has no highlights, notes, carets or drawings. Some programs draw marks into the page, where nothing tells them"
    " from the text, and others keep them in files of their own until they are asked to save them into the PDF.",
    Severity.WARNING,
)
FOREIGN = Rule(
    "proof.foreign",
    "the text of {path} is not that of this book",
    "The marks of a PDF are led to the chapters by the words around them. Hardly any words of this one are in the book as it"
    " is now.",
)
MANY = Rule(
    "proof.many",
    "{path} has too many marks: {count:,} were left out",
    "A reader makes some hundred marks in a book, a program can write millions. Beyond a limit they are left out.",
    Severity.WARNING,
)
DAMAGED = Rule(
    "proof.damaged",
    "{count:,} marks in {path} are damaged and were left out",
    "A mark needs a kind and a place on its page. Open the file in the program that wrote it, and look for them there.",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """What came in with one file, its marks with their places on the pages, and a picture of each as PNG, if wanted; empty
    where there is none."""

    received: ReceivedFile
    placed: tuple[PlacedMark, ...]
    pictures: tuple[bytes, ...] = ()


@dataclass
class _Books:
    """The book in the locales and editions that were asked for."""

    context: Context
    world: World
    project: Project
    known: dict[tuple[str, str], MarkedBook | None] = field(default_factory=dict)

    def get(self, locale: str, edition: str) -> MarkedBook | None:
        """Return the book in a locale and an edition; None if it cannot be read."""
        key = locale, edition
        if key not in self.known:
            self.known[key] = self._read(locale, edition)
        return self.known[key]

    def _read(self, locale: str, edition: str) -> MarkedBook | None:
        # A book with errors has marks as well.
        for draft in (False, True):
            request = BuildRequest((locale,), (edition,) if edition else (), draft=draft, export=True)
            try:
                planned = read_books(self.context.quiet, request)
            except BookbuilderError:
                continue
            if planned.books:
                book = planned.books[planned.only_laid_out]
                chapters = book.document.chapters
                return MarkedBook.of(locale, chapters, self._lines, tuple(self.project.locales))
        return None

    def _lines(self, path: str) -> Sequence[str]:
        try:
            return lines_of(self.world.read(path))
        except BookbuilderError:
            return ()


@dataclass(frozen=True, slots=True)
class CollectRequest:
    """The files that came in (name → bytes), the `locale` that all are of (empty: it is found out), and whether a picture of
    each mark is wanted."""

    files: Mapping[str, bytes]
    locale: str = ""
    pictures: bool = False


def collect(
    context: Context, world: World, request: CollectRequest, findings: Findings
) -> tuple[CollectedFile, ...]:
    """Return what came in with each file that could be read. Reports `proof.*` and `build.*` for files; raises
    `BookbuilderError` if the book cannot be read at all."""
    project = load(context)
    if project is None:
        raise BookbuilderError(*context.findings.sorted())
    books = _Books(context, world, project)
    sent = {proof.identifier: proof for proof in sent_proofs(world) if proof.identifier}
    result = []
    for name, data in request.files.items():
        pdf = _read(context, name, data, findings)
        if pdf is None:
            continue
        if not pdf.marked:
            findings(UNMARKED, Span(), path=name)
            continue
        found = _book_of(pdf, books, sent.get(pdf.identifier), request.locale)
        if found is None:
            findings(FOREIGN, Span(), path=name, hint="--locale says of which locale it is")
            continue
        book, edition, proof = found
        placed = place_marks(pdf, name, book)
        marks = tuple(one.mark for one in placed)
        digest = hashlib.sha256(data).hexdigest()[:16]
        received = ReceivedFile(name, digest, proof, book.name, edition, marks)
        drawn = _drawn(context, name, data, placed) if request.pictures else ()
        result.append(CollectedFile(received, placed, drawn))
    return tuple(result)


def _read(context: Context, name: str, data: bytes, findings: Findings) -> MarkedPdf | None:
    """Return what was read from a file; None if it is broken, which is reported. Each is read by itself: whatever ends its
    process leaves the others."""
    try:
        (pdf,) = context.runner.run(READ, [ReturnedPdf(name, data)])
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    if pdf.left_out:
        findings(MANY, Span(), path=name, count=pdf.left_out)
    if pdf.broken:
        findings(DAMAGED, Span(), path=name, count=pdf.broken)
    return pdf


def _book_of(
    pdf: MarkedPdf, books: _Books, proof: SentProof | None, locale: str
) -> tuple[MarkedBook, str, str] | None:
    """Return the book that a PDF is of, the name of the edition and that of the proof, if it is known; None if it is of no
    locale of the book."""
    if proof is not None and proof.locale in books.project.locales:
        book = books.get(proof.locale, proof.edition if proof.edition in books.project.editions else "")
        if book is not None:
            return book, proof.edition, proof.name
    best: tuple[float, MarkedBook, str] | None = None
    for name, edition in _candidates(pdf, books.project, locale):
        book = books.get(name, edition)
        if book is None:
            continue
        part = 1.0 if locale else book.coverage(pdf)
        if best is None or part > best[0]:
            best = part, book, edition
        if part >= ENOUGH:
            break
    if best is None or (best[0] < LITTLE and not _without_text(pdf)):
        return None
    return best[1], best[2], ""


def _without_text(pdf: MarkedPdf) -> bool:
    return not any(page.text.strip() for page in pdf.marked)


def _candidates(pdf: MarkedPdf, project: Project, locale: str) -> Iterator[tuple[str, str]]:
    """Yield locales with their editions as PDF, those in the language of a PDF first."""
    tag = pdf.language.casefold()

    def rank(name: str) -> tuple[bool, bool, bool]:
        own = project.locales[name].tag.casefold()
        return own != tag, own.partition("-")[0] != tag.partition("-")[0], name != project.source

    for name in sorted(project.locales, key=rank) if not locale else (locale,):
        of_pdf = [edition for edition in project.editions.values() if edition.format == "pdf"]
        alone = [edition.name for edition in of_pdf if edition.beside is None and not edition.reading]
        others = [edition.name for edition in of_pdf if edition.name not in alone]
        # Editions differ in what they leave out; the first one in one language is tried, then those in two.
        for edition in (*(alone[:1] or [""]), *others[:2]):
            yield name, edition


def _drawn(context: Context, name: str, data: bytes, placed: Sequence[PlacedMark]) -> tuple[bytes, ...]:
    """Return a picture of each mark; empty where it cannot be drawn."""
    parts = tuple((one.page, one.box) for one in placed[:PICTURED])
    try:
        (pictures,) = context.runner.run(PICTURES, [PictureTask(name, data, parts)])
    except BookbuilderError:
        pictures = []
    return (*pictures, *[b""] * (len(placed) - len(pictures)))


def all_marks(collected: Sequence[CollectedFile]) -> tuple[ProofMark, ...]:
    """Return the marks of all files in their order."""
    return tuple(mark for one in collected for mark in one.received.marks)
