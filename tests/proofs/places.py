"""Places marks of a PDF in a book, as `proof collect` does, without processes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bookbuilder.document import nodes
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.proof.mark import ProofMark
from bookbuilder.proof.pdf_marks import MarkedPdf
from bookbuilder.proof.pdf_steps import READ, ReturnedPdf
from bookbuilder.proof.place_marks import MarkedBook, place_marks
from bookbuilder.proof.read_pdf import read
from bookbuilder.session import Session
from bookbuilder.world import World
from bookbuilder.world.source_lines import lines_of
from tests.proofs.changed_text import ChangedText, change


@dataclass(frozen=True)
class ReadBook:
    """A book in one locale as it is now."""

    locale: str
    chapters: tuple[nodes.Chapter, ...]
    lines: Callable[[str], Sequence[str]]

    @classmethod
    def of(cls, root: Path, locale: str, edition: str = "pdf") -> ReadBook:
        """Return a book; one with errors, as a draft has it."""
        world = World(root)
        with Session(world, jobs=1, jail=False).work() as work:
            for draft in (False, True):
                request = BuildRequest((locale,), (edition,), draft=draft, export=True)
                planned = read_books(work.context.quiet, request)
                if planned.books:
                    chapters = planned.books[planned.only_laid_out].document.chapters
                    return cls(locale, chapters, cache(lambda path: lines_of(world.read(path))))
        raise AssertionError(root)

    @property
    def marked(self) -> MarkedBook:
        return MarkedBook.of(self.locale, self.chapters, self.lines, (self.locale,))

    def placed(self, data: bytes) -> list[ProofMark]:
        """Return the marks of a PDF."""
        return [one.mark for one in place_marks(marks_of(data), "proof.pdf", self.marked)]


def marks_of(data: bytes) -> MarkedPdf:
    """Return what is read from a PDF."""
    return READ.decode(read(ReturnedPdf("proof.pdf", data)))


def changed_copy(
    root: Path, into: Path, locale: str, share: float, seed: int
) -> tuple[ReadBook, ChangedText]:
    """Return a copy of a book in which a share of the words was changed, and what was changed."""
    shutil.copytree(root, into, ignore=shutil.ignore_patterns("output", ".bookbuilder"))
    before = ReadBook.of(root, locale)
    text = change(into, before.chapters, before.lines, share, seed)
    return ReadBook.of(into, locale), text
