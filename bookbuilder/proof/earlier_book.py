"""Finds the book that a proof is compared with: an earlier proof, or the book as it was in a commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import normpath

from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Severity
from bookbuilder.document.text_blocks import text_blocks
from bookbuilder.formats.book import Book
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline.artifacts import load, read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.project import Edition, Project
from bookbuilder.proof.sent_record import SentRecord
from bookbuilder.world import World

SINCE = Rule(
    "proof.since",
    "neither a proof nor a commit is called {name}",
    "`since` names what a proof is compared with: an earlier proof by the name of its file in proof/sent, or the version"
    " that the book had then; else a commit of Git, or a tag or branch. Without it nothing is shown as changed.",
    Severity.WARNING,
)
UNREADABLE_BOOK = Rule(
    "proof.commit",
    "the book of the commit {name} cannot be read, so nothing is shown as changed: {problem}",
    "The texts of the commit are compared with those of the book as it is now. The commit has to hold a whole book.",
    Severity.WARNING,
)
FOLDER = "book"
MOST_NAMES = 12
"""Names that a hint lists."""


@dataclass(frozen=True, slots=True)
class EarlierBook:
    """What a proof is compared with: its `name`, and its `texts` as they were printed, in their order."""

    name: str
    texts: tuple[str, ...]


def earlier_book(
    book: Book, sent: Iterable[SentRecord], world: World, findings: Findings
) -> EarlierBook | None:
    """Return the book that a proof names (`since`); None if it names none, or one that cannot be found, which is reported
    (`proof.since`, `proof.commit`, `git.read`)."""
    proof = book.edition.proof
    if proof is None or not proof.since:
        return None
    if record := _earlier_proof(proof.since, book.edition, sent):
        return EarlierBook(record.name, tuple(text.printed for text in record.texts if text.number))
    try:
        commit = world.commit_hash(proof.since)
        files = world.files_of_commit(commit) if commit else {}
    except BookbuilderError as error:
        findings.extend(replace(one, span=proof.since_span) for one in error.diagnostics)
        return None
    if not commit:
        findings(SINCE, proof.since_span, hint=_known_names(book.edition, sent), name=proof.since)
        return None
    try:
        with world.scratch("commit", _below_series(files)) as folder:
            texts, problem = _texts_of_book(folder / FOLDER, book)
    except OSError as error:  # a tree may hold names that no folder can: two that are one, or too long
        texts, problem = (), error.strerror or str(error.errno)
    if problem:
        findings(UNREADABLE_BOOK, proof.since_span, name=proof.since, problem=problem)
        return None
    return EarlierBook(_shown_name(proof.since, commit), texts)


def _shown_name(since: str, commit: str) -> str:
    short = commit[:10]
    return short if commit.startswith(since) else f"{since} ({short})"


def _below_series(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files of a book in a folder of its own, so that those of its series can stand above it."""
    return {normpath(f"{FOLDER}/{path}"): data for path, data in files.items()}


def _texts_of_book(root: Path, book: Book) -> tuple[tuple[str, ...], str]:
    """Return the texts of a book in another folder, and what is wrong with it (empty: nothing)."""
    context, edition = Context(World.of(root)), book.edition
    project = load(context)
    if project is not None:
        names = _edition_to_read(project, edition)
        locales = [locale.name for locale in edition.locales]
        for other in read_books(context, BuildRequest(locales, names, export=True)).books:
            if other.edition.languages == edition.languages:
                blocks = (block for chapter in other.document.chapters for block in text_blocks(chapter))
                return tuple(block.text for block in blocks), ""
    errors = (one for one in context.findings.sorted() if one.severity is Severity.ERROR)
    return (), str(next(errors, Phrase("it has no such edition")))


def _edition_to_read(project: Project, edition: Edition) -> list[str]:
    """Return the edition to read: the one of that name, or that the proof is made of, or any in the format, or any. Their
    texts differ in what is said for one edition alone."""
    of_proof = edition.proof.edition if edition.proof else ""
    in_format = [one.name for one in project.editions.values() if one.format == edition.format]
    names = (edition.name, of_proof, *in_format, *project.editions)
    return [name for name in names if name in project.editions][:1]


def _known_names(edition: Edition, sent: Iterable[SentRecord]) -> str:
    """Return a hint with the names and versions that `since` could have, the newest ones first."""
    own = sorted(_of_languages(edition, sent), key=lambda one: -one.number)
    versions = dict.fromkeys(one.version for one in own if one.version and not _is_this(one, edition))
    names = [*dict.fromkeys(one.name for one in own), *versions]
    if not names:
        return Phrase("no proof of this locale is in proof/sent yet")
    shown = ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")
    return Phrase("names and versions in proof/sent: {names}", names=shown)


def _of_languages(edition: Edition, sent: Iterable[SentRecord]) -> list[SentRecord]:
    return [one for one in sent if one.locale == edition.languages]


def _is_this(record: SentRecord, edition: Edition) -> bool:
    """Whether a record is of the proof that is being made."""
    number = edition.proof.number if edition.proof else 0
    return (record.edition, record.number) == (edition.name, number)


def _earlier_proof(name: str, edition: Edition, sent: Iterable[SentRecord]) -> SentRecord | None:
    """Return the proof with a name, or the last one of a version, which is not this one, made before; None if there is
    none."""
    own = _of_languages(edition, sent)
    others = [one for one in own if not _is_this(one, edition)]
    named = [one for one in own if one.name == name] or [one for one in others if one.version == name]
    return max(named, key=lambda one: one.number, default=None)
