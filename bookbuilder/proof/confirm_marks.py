"""Writes marks into chapters, and reads the book anew to see that it prints what they ask for, and nothing else differs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from difflib import SequenceMatcher

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document import nodes
from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.proof.apply_marks import AppliedMarks, apply_marks, change_key
from bookbuilder.proof.block_source import BlockSource, FileText
from bookbuilder.proof.mark import ProofMark
from bookbuilder.proof.mark_problems import UNCONFIRMED, problem
from bookbuilder.proof.same_text import same_text

ROUNDS = 48
"""How often the book is read at most, until it is known which marks make it print something else."""

ReadBlocks = Callable[[Mapping[str, str]], Sequence[TextBlock] | None]
"""Returns the texts of the book when some files have another text; None if it cannot be read."""


def confirm_marks(marks: Sequence[ProofMark], texts: Mapping[str, str], read: ReadBlocks) -> AppliedMarks:
    """Return what `apply_marks` does, without marks after which the book would print other words than they ask for: these
    are told as `proof.effect`. `texts` are the chapters by path."""
    blocks = read({})
    if blocks is None:
        return AppliedMarks(problems=tuple((mark, problem(UNCONFIRMED, mark)) for mark in marks))
    first = apply_marks(marks, texts, blocks)
    if not first.texts:
        return first
    bisection = _MarkBisection(first.applied, {_compared(block.text) for block in blocks})
    applied = first
    for _ in range(ROUNDS):
        if bisection.record_result(applied, read(applied.texts)):
            break
        applied = apply_marks(bisection.marks_to_try(), texts, blocks)
    else:
        applied = AppliedMarks()
    left = {id(mark) for mark in applied.applied}
    refused = tuple((mark, problem(UNCONFIRMED, mark)) for mark in first.applied if id(mark) not in left)
    return replace(applied, problems=(*first.problems, *refused))


_Change = tuple[ProofMark, ...]


@dataclass
class _MarkBisection:
    """Looks for the marks of each file after which it prints something else: those whose texts do, if any; else by halves.
    Every file has marks that are known to be good, and groups of others that wait; the first one is tried with the good.
    Marks of one change stay together."""

    marks: InitVar[Sequence[ProofMark]]
    untouched: set[str]
    good: dict[str, list[_Change]] = field(default_factory=dict)
    waiting: dict[str, list[list[_Change]]] = field(default_factory=dict)

    def __post_init__(self, marks: Sequence[ProofMark]) -> None:
        changes: dict[object, list[ProofMark]] = {}
        for mark in marks:
            changes.setdefault(change_key(mark) if mark.change else id(mark), []).append(mark)
        for change in changes.values():
            path = change[0].start.path
            self.good.setdefault(path, [])
            self.waiting.setdefault(path, [[]])[0].append(tuple(change))

    def marks_to_try(self) -> list[ProofMark]:
        """Return the marks that are tried next."""
        return [
            mark
            for path, good in self.good.items()
            for change in (*good, *(self.waiting[path][0] if self.waiting[path] else ()))
            for mark in change
        ]

    def record_result(self, applied: AppliedMarks, blocks: Sequence[TextBlock] | None) -> bool:
        """Take what the book prints with `marks_to_try` (None: it cannot be read); return whether all is as it should be and
        no mark waits any more."""
        done = True
        for path, waiting in self.waiting.items():
            wrong = _wrong_marks(path, applied, blocks, self.untouched)
            group = waiting.pop(0) if waiting else []
            if wrong is None:
                self.good[path] += group
            elif not group:
                # Good before, and with other files now something else: its marks are tried anew.
                group, self.good[path] = self.good[path], []
                self._add_halves(waiting, group)
            elif rest := [one for one in group if not any(id(mark) in wrong for mark in one)]:
                if len(rest) < len(group):
                    waiting.insert(0, rest)
                else:
                    self._add_halves(waiting, group)
            done = done and wrong is None and not waiting
        return done

    @staticmethod
    def _add_halves(waiting: list[list[_Change]], group: list[_Change]) -> None:
        half = len(group) // 2
        if half:
            waiting[:0] = [group[:half], group[half:]]


def _wrong_marks(
    path: str, applied: AppliedMarks, blocks: Sequence[TextBlock] | None, untouched: set[str]
) -> set[int] | None:
    """Return the `id()` of the marks in texts of a file that do not print what they should, none if it is not known which
    ones they are; None if all is well."""
    if path not in applied.texts:
        return None
    if blocks is None:
        return set()
    file = FileText(applied.texts[path])
    there = [
        block
        for block in blocks
        if block.span.path == path and BlockSource(block, path, file).bounds is not None
    ]
    expected = [_compared(text) for text in applied.expected[path]]
    printed = [_compared(block.text) for block in there]
    if expected == printed:
        return None
    bad: list[str] = []
    for name, a, b, c, d in SequenceMatcher(None, expected, printed, autojunk=False).get_opcodes():
        if name == "equal":
            continue
        others = b - a == d - c and all(text in untouched for text in expected[a:b])
        if not others or not all(_refers(block) for block in there[c:d]):
            bad += expected[a:b] or [""]
    if not bad:
        return None
    return {
        id(mark)
        for mark in applied.applied
        if mark.start.path == path and set(map(_compared, applied.printed.get(id(mark), ()))) & set(bad)
    }


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
