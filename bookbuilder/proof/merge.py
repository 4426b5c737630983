"""Merges files of word processors that came back: reads the changes and comments of each, and writes the plain ones into the
chapters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bookbuilder.build_step import Step
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Rule, Span
from bookbuilder.document.text_blocks import TextBlock, text_blocks
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.proof.apply_marks import PLAIN, AppliedMarks, change_key
from bookbuilder.proof.block_source import FileText
from bookbuilder.proof.collect import MANY
from bookbuilder.proof.confirm_marks import book_texts, confirm_marks
from bookbuilder.proof.current_texts import CurrentTexts
from bookbuilder.proof.decision import read_decisions
from bookbuilder.proof.desk import UNDONE, desk_of
from bookbuilder.proof.mark import MarkSubject, ProofMark
from bookbuilder.proof.mark_problems import FACT, MADE, NAME, NOT_PLAIN, problem
from bookbuilder.proof.mark_problems import LOST as LOST_WORDS
from bookbuilder.proof.read_document import ReturnedFile
from bookbuilder.proof.received_file import ReceivedFile, distinct_marks
from bookbuilder.proof.returned_marks import returned_marks
from bookbuilder.proof.returned_text import ReturnedDocument
from bookbuilder.proof.sent_record import FOLDER, SentRecord, read_sent
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import World
from bookbuilder.world.draft_files import DraftFiles

UNSENT = Rule(
    "proof.unsent",
    "nothing that went out is like {name}",
    "What was changed in a file is found by comparison with what went out, which `bookbuilder export docx --for review`"
    " keeps in proof/sent. Keep these files, and merge what came from them.",
)
ENOUGH = 0.3
"""The part of the texts that a file must have to be what went out."""


def _document(data: bytes) -> ReturnedDocument:
    return from_msgpack(data, ReturnedDocument)


# Named, not imported: a file of somebody else is opened in a worker alone, which is confined and limited.
READ = Step(
    "bookbuilder.proof.read_document:read", ReturnedFile, _document, lambda task: len(task.data) // 2_000
)


@dataclass(frozen=True, slots=True)
class MergedFiles:
    """What came in with each file, what became of the marks of all of them, and the ids of those about which somebody had
    decided before."""

    received: tuple[ReceivedFile, ...] = ()
    applied: AppliedMarks = field(default_factory=AppliedMarks)
    decided: frozenset[str] = frozenset()

    @property
    def marks(self) -> tuple[ProofMark, ...]:
        """The marks of all files."""
        return tuple(mark for one in self.received for mark in one.marks)

    @property
    def new_marks(self) -> tuple[ProofMark, ...]:
        """The marks about which nobody had decided before."""
        return tuple(mark for mark in self.marks if mark.id not in self.decided)


@dataclass
class _Book:
    """The book in a locale and an edition, as it is now or with other texts of some files."""

    context: Context
    world: World
    locale: str
    edition: str
    _now: Sequence[TextBlock] | None = field(default=None)

    def blocks(self, edited: Mapping[str, str]) -> Sequence[TextBlock] | None:
        """Return the texts of the book; None if it cannot be read."""
        if not edited:
            if self._now is None:
                self._now = self._read(self.world)
            return self._now
        files = {path: text.encode() for path, text in edited.items()}
        world = DraftFiles(
            self.world.root, environ=self.world.environ, input_log=self.world.input_log, edited=files
        )
        return self._read(world)

    def _read(self, world: World) -> Sequence[TextBlock] | None:
        context = replace(self.context.quiet, world=world)
        for draft in (False, True):  # a book with errors has texts as well
            request = BuildRequest(
                (self.locale,), (self.edition,) if self.edition else (), draft=draft, export=True
            )
            try:
                planned = read_books(context, request)
            except BookbuilderError:
                continue
            if planned.books:
                book = planned.books[planned.only_laid_out]
                return tuple(block for chapter in book.document.chapters for block in text_blocks(chapter))
        return None


def merge(
    context: Context, world: World, files: Mapping[str, bytes], findings: Findings, *, write: bool
) -> MergedFiles:
    """Return what came in with each file (name → bytes) that could be read, and what the plain marks make of the chapters,
    without those that somebody has rejected or closed, or that are in a chapter; `write`: they are to be written, else only
    the marks are asked for. Nothing is written here. Reports `proof.*`, `xml.*` and `archive.*` for files."""
    records = _records(world, findings)
    books: dict[tuple[str, str], _Book] = {}
    received: list[tuple[ReceivedFile, _Book]] = []
    for name, data in files.items():
        try:
            (document,) = context.runner.run(READ, [ReturnedFile(name, data)])
        except BookbuilderError as error:
            findings.extend(error.diagnostics)
            continue
        if document.left_out:
            findings(MANY, Span(), path=name, count=document.left_out)
        sent = _sent(document, records)
        if sent is None:
            findings(UNSENT, Span(), name=name)
            continue
        key = sent.locale, sent.edition
        book = books.setdefault(key, _Book(context, world, *key))
        blocks = book.blocks({})
        if blocks is None:
            findings(UNSENT, Span(), name=name)
            continue
        texts = _texts(world, blocks)
        current = CurrentTexts(sent.texts, blocks, {path: FileText(text) for path, text in texts.items()})
        marks = returned_marks(document, sent, current)
        digest = hashlib.sha256(data).hexdigest()[:16]
        received.append((ReceivedFile(name, digest, sent.name, sent.locale, sent.edition, marks), book))
    came = tuple(one for one, _ in received)
    merged = MergedFiles(came, decided=_decided(world, came, findings))
    for book in books.values() if write else ():
        marks = tuple(mark for one, of in received if of is book for mark in one.marks)
        new = [mark for mark in marks if mark.id not in merged.decided]
        merged = replace(merged, applied=_both(merged.applied, _apply(book, world, new)))
    return merged


def _decided(world: World, received: Sequence[ReceivedFile], findings: Findings) -> frozenset[str]:
    """Return the ids of marks about which nothing is to be done any more: the same file, or one that somebody has gone on
    with, comes in again."""
    desk = desk_of(distinct_marks(received), read_decisions(world, findings))
    return frozenset(one.mark.id for one in desk.marks if one.state not in UNDONE)


def _apply(book: _Book, world: World, marks: Sequence[ProofMark]) -> AppliedMarks:
    plain, told = [], []
    for mark in marks:
        if (refusal := refusal_of(mark)) is not None:
            told.append((mark, refusal))
        elif mark.kind in PLAIN:
            plain.append(mark)
    broken = {change_key(mark) for mark, _ in told if mark.change}
    told += [(mark, problem(NOT_PLAIN, mark)) for mark in plain if change_key(mark) in broken]
    plain = [mark for mark in plain if change_key(mark) not in broken]
    blocks = book.blocks({})
    if not plain or blocks is None:
        return AppliedMarks(problems=tuple(told))
    applied = confirm_marks(plain, _texts(world, blocks), book.blocks)
    return replace(applied, problems=(*told, *applied.problems))


def refusal_of(mark: ProofMark) -> Diagnostic | None:
    """Return why a mark that changes words cannot be applied, by what it is about; None for one that may be, and for
    comments."""
    if mark.kind not in PLAIN:
        return None
    rule = {
        MarkSubject.FACT: FACT,
        MarkSubject.NAME: NAME,
        MarkSubject.MADE: MADE,
        MarkSubject.DRAWING: MADE,
        MarkSubject.PAGE: MADE,
        MarkSubject.LOST: LOST_WORDS,
        MarkSubject.TEXT: None,
    }[mark.about]
    return problem(rule, mark) if rule is not None else None


def _texts(world: World, blocks: Sequence[TextBlock]) -> dict[str, str]:
    paths = sorted({block.span.path for block in blocks if block.span.path.endswith(".md")})
    return book_texts(paths, world.read)


def _both(one: AppliedMarks, other: AppliedMarks) -> AppliedMarks:
    return AppliedMarks(
        {**one.texts, **other.texts},
        (*one.applied, *other.applied),
        (*one.problems, *other.problems),
        {**one.expected, **other.expected},
    )


def _records(world: World, findings: Findings) -> tuple[SentRecord, ...]:
    """Return what went out for word processors."""
    result = []
    for path in sorted(world.files(FOLDER)) if world.folder_exists(FOLDER) else ():
        if path.endswith(".toml"):
            record = read_sent(world.text(path), path, findings)
            if record is not None and record.kind in ("docx", "odt"):
                result.append(record)
    return tuple(result)


def _sent(document: ReturnedDocument, records: Sequence[SentRecord]) -> SentRecord | None:
    """Return what went out as a file: that of its id, else the one whose texts it has."""
    named = next((record for record in records if document.proof and record.id == document.proof), None)
    if named is not None:
        return named
    texts = {paragraph.text for paragraph in document.paragraphs}

    def part(record: SentRecord) -> float:
        shown = [text.shown for text in record.texts if text.shown]
        return sum(text in texts for text in shown) / len(shown) if shown else 0.0

    best = max(records, key=part, default=None)
    return best if best is not None and part(best) >= ENOUGH else None
