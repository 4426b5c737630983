"""Open marks of proofs as findings of an editor, at the words that they are about, with what accepting them would write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Fix
from bookbuilder.document.nodes import Chapter
from bookbuilder.proof.desk import read_desk
from bookbuilder.proof.mark import MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.mark_findings import mark_findings
from bookbuilder.proof.place_marks import MarkedBook
from bookbuilder.proof.place_now import placed_now
from bookbuilder.proof.received_file import FOLDER
from bookbuilder.world.edited_files import EditedFiles
from bookbuilder.world.source_lines import lines_of

_WRITTEN = (ProofMarkKind.REPLACE, ProofMarkKind.DELETE, ProofMarkKind.INSERT)


def open_marks(
    world: EditedFiles, locale: str, chapters: Sequence[Chapter], locales: Sequence[str]
) -> tuple[Diagnostic, ...]:
    """Return the marks of a locale that somebody has to do something about, as findings; nothing if what came in cannot be
    read. A mark whose words can simply be written has a fix."""
    if not world.folder_exists(FOLDER):
        return ()
    try:
        undone = [one.mark for one in read_desk(world, Findings()).undone if one.mark.locale == locale]
        if not undone:
            return ()
        book = MarkedBook.of(locale, chapters, lambda path: lines_of(world.read(path)), locales)
        return tuple(_found([placed_now(mark, book) for mark in undone], book))
    except BookbuilderError:
        return ()


def _found(marks: Sequence[ProofMark], book: MarkedBook) -> Iterator[Diagnostic]:
    for mark, found in zip(marks, mark_findings(marks), strict=True):
        yield replace(found, fix=_fix(mark, book))


def _fix(mark: ProofMark, book: MarkedBook) -> Fix | None:
    """Return what writes the words of a mark; None if they are not simply those in the file."""
    start, end = mark.start, mark.end
    if (
        mark.kind not in _WRITTEN
        or mark.about is not MarkSubject.TEXT
        or not start.line
        or start.line != end.line
    ):
        return None
    line = book.lines(start.path)[start.line - 1]
    old = line[start.column - 1 : end.column - 1]
    if old != mark.words.quote or "\n" in mark.new:
        return None
    new = "" if mark.kind is ProofMarkKind.DELETE else mark.new
    return Fix(start, old, new, mark.id) if old else None
