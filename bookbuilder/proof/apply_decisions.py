"""Writes the words of accepted marks into the chapters, wherever they stand by now."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import BookbuilderError, Diagnostic
from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.proof.apply_marks import AppliedMarks
from bookbuilder.proof.confirm_marks import confirm_marks
from bookbuilder.proof.mark import ProofMark
from bookbuilder.proof.place_marks import MarkedBook
from bookbuilder.proof.place_now import placed_now
from bookbuilder.world import World
from bookbuilder.world.draft_files import DraftFiles
from bookbuilder.world.source_lines import lines_of


@dataclass(frozen=True, slots=True)
class WrittenMarks:
    """What came of marks: the new text of each file, the marks whose words are in it, and why others are not."""

    texts: Mapping[str, str]
    applied: tuple[ProofMark, ...] = ()
    problems: tuple[tuple[ProofMark, Diagnostic], ...] = ()


def write_marks(context: Context, world: World, marks: Sequence[ProofMark]) -> WrittenMarks:
    """Return the chapters with the words of marks that can be applied (`apply_marks.PLAIN`) and are printed then as they ask
    (`confirm_marks`). Writes no file. The book is read as it is, with its errors if it has some. Raises `BookbuilderError`
    if it cannot be read at all."""
    texts: dict[str, str] = {}
    applied: list[ProofMark] = []
    problems: list[tuple[ProofMark, Diagnostic]] = []
    by_id = {mark.id: mark for mark in marks}
    for locale in dict.fromkeys(mark.locale for mark in marks):
        book = marked_book(context, world, locale)
        placed = [placed_now(mark, book) for mark in marks if mark.locale == locale]
        found = _applied(placed, context, world, book)
        texts |= found.texts
        applied += [by_id[one.id] for one in found.applied]
        problems += [(by_id[one.id], problem) for one, problem in found.problems]
    return WrittenMarks(texts, tuple(applied), tuple(problems))


def marked_book(context: Context, world: World, locale: str) -> MarkedBook:
    """Return the book in a locale, as it is now. Raises `BookbuilderError` if it cannot be read at all."""
    for draft in (False, True):
        planned = read_books(context.quiet, BuildRequest((locale,), (), draft=draft, export=True))
        if planned.books and planned.project is not None:
            book = planned.books[planned.only_laid_out]
            return MarkedBook.of(
                locale,
                book.document.chapters,
                lambda path: lines_of(world.read(path)),
                tuple(planned.project.locales),
            )
    raise BookbuilderError(*context.quiet.findings.sorted())


def _applied(marks: Sequence[ProofMark], context: Context, world: World, book: MarkedBook) -> AppliedMarks:
    paths = sorted({mark.start.path for mark in marks if mark.start.path.endswith(".md")})
    data = {path: world.read(path) for path in paths if world.exists(path)}
    texts = {path: content.decode("utf-8-sig") for path, content in data.items()}

    def with_mark_of_order(edited: Mapping[str, str]) -> dict[str, str]:
        boms = {path: "\ufeff" if data[path].startswith(codecs.BOM_UTF8) else "" for path in edited}
        return {path: boms[path] + text for path, text in edited.items()}

    def read(edited: Mapping[str, str]) -> Sequence[TextBlock] | None:
        if not edited:
            return book.letters.blocks
        files = {path: text.encode() for path, text in with_mark_of_order(edited).items()}
        draft = DraftFiles(world.root, environ=world.environ, input_log=world.input_log, edited=files)
        try:
            return marked_book(replace(context, world=draft), draft, book.name).letters.blocks
        except BookbuilderError:
            return None

    found = confirm_marks(marks, texts, read)
    changed = {path: text for path, text in found.texts.items() if text != texts[path]}
    return replace(found, texts=with_mark_of_order(changed))
