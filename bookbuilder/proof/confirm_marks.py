"""Writes marks into chapters, and reads the book anew to see that it prints what they ask for, and nothing else differs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from bookbuilder.diagnostics import BookbuilderError, Diagnostic
from bookbuilder.document import nodes
from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.proof.apply_marks import AppliedMarks, apply_marks
from bookbuilder.proof.mark import ProofMark, ProofMarkKind
from bookbuilder.proof.mark_place import PARAGRAPH_END
from bookbuilder.proof.mark_problems import UNCONFIRMED, problem
from bookbuilder.proof.same_text import same_text

ROUNDS = 4
"""How often marks are left out of which the book prints something else."""

ReadBlocks = Callable[[Mapping[str, str]], Sequence[TextBlock] | None]
"""Returns the texts of the book when some files have another text; None if it cannot be read."""


def confirm_marks(marks: Sequence[ProofMark], texts: Mapping[str, str], read: ReadBlocks) -> AppliedMarks:
    """Return what `apply_marks` does, without marks after which the book would print other words than they ask for: these
    are told as `proof.effect`. `texts` are the chapters by path."""
    blocks = read({})
    if blocks is None:
        return AppliedMarks(problems=tuple((mark, problem(UNCONFIRMED, mark)) for mark in marks))
    untouched = {_compared(block.text) for block in blocks}
    refused: list[tuple[ProofMark, Diagnostic]] = []
    wanted = list(marks)
    for round_number in range(ROUNDS):
        applied = apply_marks(wanted, texts, blocks)
        if not applied.texts:
            break
        wrong = _wrong(applied, read(applied.texts), untouched, last=round_number == ROUNDS - 1)
        if not wrong:
            break
        refused += [(mark, problem(UNCONFIRMED, mark)) for mark in applied.applied if id(mark) in wrong]
        wanted = [mark for mark in wanted if id(mark) not in wrong]
    else:
        applied = AppliedMarks(problems=applied.problems)
    return replace(applied, problems=(*applied.problems, *refused))


def _wrong(
    applied: AppliedMarks, blocks: Sequence[TextBlock] | None, untouched: set[str], *, last: bool
) -> set[int]:
    """Return the `id()` of the marks in texts that do not print what they should; of all marks of a file where it is not
    known which ones are wrong."""
    if blocks is None:
        return {id(mark) for mark in applied.applied}
    now: dict[str, list[TextBlock]] = {path: [] for path in applied.texts}
    for block in blocks:
        if (path := block.span.path) in now:
            now[path].append(block)
    wrong: set[int] = set()
    for path, there in now.items():
        of_file = [mark for mark in applied.applied if mark.start.path == path]
        expected = [_compared(text) for text in applied.expected[path]]
        printed = [_compared(block.text) for block in there]
        if expected == printed:
            continue
        matcher = SequenceMatcher(None, expected, printed, autojunk=False)
        bad: list[str] = []
        for name, a, b, c, d in matcher.get_opcodes():
            if name == "equal":
                continue
            others = b - a == d - c and all(text in untouched for text in expected[a:b])
            if others and all(_refers(block) for block in there[c:d]):
                continue
            bad += expected[a:b] or [""]
        if not bad:
            continue
        guilty = {
            id(mark)
            for mark in of_file
            if not last and set(map(_compared, applied.printed.get(id(mark), ()))) & set(bad)
        }
        # Paragraphs that are moved or split change the order of others; without them it may be well.
        parted = {id(mark) for mark in of_file if not last and _parts(mark)}
        wrong |= guilty or parted or {id(mark) for mark in of_file}
    return wrong


def _parts(mark: ProofMark) -> bool:
    return mark.kind is ProofMarkKind.MOVE or PARAGRAPH_END in mark.words.quote + mark.new


def _compared(text: str) -> str:
    # People write hyphens for the dashes that typography makes of them.
    return _DASHES.sub("-", " ".join(same_text(text).split()))


_DASHES = re.compile("[-–—]+")


def _refers(block: TextBlock) -> bool:
    """Whether a text prints the words of something else, which may have changed."""
    return any(isinstance(parent, nodes.Reference) for piece in block.pieces for parent in piece.parents)


def book_texts(paths: Sequence[str], read: Callable[[str], bytes]) -> dict[str, str]:
    """Return the texts of chapters by path, with their line ends; those that cannot be read, or are not UTF-8, are left
    out."""
    result = {}
    for path in paths:
        try:
            result[path] = read(path).decode()
        except (BookbuilderError, UnicodeDecodeError):
            continue
    return result
