"""The unit of work of a catalogue: the files of a book and what is wanted of it, into finished files and findings.

Both are values as bytes, so that any machine can do the work. Its steps are cached there and in the shared cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from bookbuilder.diagnostics import BookbuilderError, Diagnostic
from bookbuilder.paragraph_counts import NO_PARAGRAPHS, Paragraphs, total
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.session import Session
from bookbuilder.world import World
from bookbuilder.world.book_root import is_plain
from bookbuilder.world.series_folder import PREFIX, is_shared

BOOK = "book"
"""The name of a book's folder while a task is done that does not say it; what its series shares lies beside it."""


class BuildTask(msgspec.Struct, frozen=True):
    """The files of a book and of its series (`../series.toml`) by their paths, and what is wanted of it. `folder` is the
    name of the book's folder, by which its series knows it."""

    files: Mapping[str, bytes]
    request: BuildRequest = BuildRequest()
    folder: str = BOOK


class BuiltBook(msgspec.Struct, frozen=True):
    """The result of a task: findings, finished files by artifact (none if there are errors), the questions to the World with
    hashes of its answers, and how many parts of PDFs were laid out and taken from a cache."""

    diagnostics: tuple[Diagnostic, ...]
    artifacts: tuple[tuple[str, Mapping[str, bytes]], ...] = ()
    inputs: tuple[tuple[str, str, str], ...] = ()
    made: int = 0
    reused: int = 0
    paragraphs: Paragraphs = NO_PARAGRAPHS


def build(task: BuildTask, session: Session) -> BuiltBook:
    """Return the result of a task. Its files are unpacked into a temporary folder in the World of the session, which is
    deleted then."""
    name = task.folder if is_plain(task.folder) and "/" not in task.folder else BOOK
    own = {f"{name}/{path}": data for path, data in task.files.items() if is_plain(path)}
    shared = {path.removeprefix(PREFIX): data for path, data in task.files.items() if is_shared(path)}
    with (
        session.world.scratch("book", {**own, **shared}) as folder,
        replace(session, world=World(folder / name)).work() as work,
    ):
        book = artifacts.MadeEditions()
        try:
            book = artifacts.make(work.context, task.request)
        except BookbuilderError as error:
            work.context.findings.extend(error.diagnostics)
        return BuiltBook(
            work.diagnostics(book.project),
            tuple((artifact.name, artifact.files) for artifact in book.artifacts),
            tuple((*question, answer) for question, answer in work.log.digests.items()),
            *work.laid_out,
            total(artifact.paragraphs for artifact in book.artifacts),
        )
