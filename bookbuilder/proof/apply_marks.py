"""Writes what marks ask for into chapters: words of a text are taken out, put in or replaced, and all else stays as it is:
markup, directives, facts, names, calls of notes, line ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.proof.block_source import BlockSource, FileText
from bookbuilder.proof.edit_block import MarkRefusal, SourceEdit, edits_of
from bookbuilder.proof.mark import Mark, MarkKind
from bookbuilder.proof.mark_problems import CONFLICT, LOST, NOT_PLAIN, problem
from bookbuilder.proof.place_marks import place_mark
from bookbuilder.proof.write_edits import write_edits

PLAIN = (MarkKind.DELETE, MarkKind.INSERT, MarkKind.REPLACE, MarkKind.FORMAT, MarkKind.MOVE)
"""The kinds that can be applied; the others are comments, for a person."""


@dataclass(frozen=True, slots=True)
class AppliedMarks:
    """What came of marks: the new text of each file that changes, the marks that were applied, those that were not, each with
    the reason, and for each text that changes, by the text, what it is to print."""

    texts: Mapping[str, str] = field(default_factory=dict)
    applied: tuple[Mark, ...] = ()
    problems: tuple[tuple[Mark, Diagnostic], ...] = ()
    expected: Mapping[TextBlock, str] = field(default_factory=dict)


def apply_marks(
    marks: Sequence[Mark], texts: Mapping[str, str], blocks: Iterable[TextBlock]
) -> AppliedMarks:
    """Return the texts of the files with the marks applied. `texts` are those of the chapters by path, as they are now, with
    their line ends; `blocks` the texts of the finished chapters made from them (`document.text_blocks`); the places of the
    marks (`start`) are those of the same files.

    Never raises: a mark that cannot be applied is in `problems`, and changes nothing (`proof.fact-text`, `proof.name-text`,
    `proof.made-text`, `proof.lost`, `proof.conflict`, `proof.not-plain`). Of marks that want different things of the same
    words none is applied; equal ones of several people are one.
    """
    files = {path: FileText(text) for path, text in texts.items()}
    sources = _sources(marks, files, blocks)
    problems: list[tuple[Mark, Diagnostic]] = []
    wanted: list[tuple[Mark, tuple[SourceEdit, ...]]] = []
    for mark in marks:
        if mark.kind not in PLAIN:
            problems.append((mark, problem(NOT_PLAIN, mark)))
            continue
        place = place_mark(mark, sources.get(mark.start.path, ()))
        if place is None:
            problems.append((mark, problem(LOST, mark)))
            continue
        edits = edits_of(mark, place, sources[mark.start.path])
        if isinstance(edits, MarkRefusal):
            problems.append((mark, problem(edits.rule, mark, key=edits.key)))
        else:
            wanted.append((mark, edits))
    kept, contradicting = _without_conflicts(wanted)
    problems += [(mark, problem(CONFLICT, mark, with_mark=other)) for mark, other in contradicting]
    written, expected = write_edits([edit for _, edits in kept for edit in edits], files)
    return AppliedMarks(written, tuple(mark for mark, _ in kept), tuple(problems), expected)


def _sources(
    marks: Sequence[Mark], files: Mapping[str, FileText], blocks: Iterable[TextBlock]
) -> dict[str, list[BlockSource]]:
    """Return the texts of the files that marks are about."""
    wanted = {mark.start.path for mark in marks} & files.keys()
    result: dict[str, list[BlockSource]] = {path: [] for path in wanted}
    for block in blocks:
        path = block.chapter.span.path
        if path in wanted:
            result[path].append(BlockSource(block, path, files[path]))
    return result


_Wanted = tuple[Mark, tuple[SourceEdit, ...]]


def _without_conflicts(wanted: Sequence[_Wanted]) -> tuple[list[_Wanted], list[tuple[Mark, Mark]]]:
    """Return the marks that contradict no other one, and those that do, each with the other one. The equal mark of a second
    person counts as applied with the first, without edits of its own."""
    flat = sorted(
        (
            (edit.path, edit.start, edit.end, number, edit)
            for number, (_, edits) in enumerate(wanted)
            for edit in edits
        ),
        key=lambda one: one[:4],
    )
    against: dict[int, int] = {}
    same: set[int] = set()
    opened: list[tuple[str, int, int, int, SourceEdit]] = []
    for one in flat:
        path, start, end, number, edit = one
        opened = [
            before for before in opened if before[0] == path and (before[2] > start or before[1:3] == one[1:3])
        ]
        for before in opened:
            other = before[3]
            if other == number:
                continue
            if wanted[number][1] == wanted[other][1]:
                same.add(max(number, other))
                continue
            if not (before[2] > start or (before[1] == before[2] == start == end)):
                continue
            if before[4] == edit and edit.joins:
                continue
            against.setdefault(number, other)
            against.setdefault(other, number)
        opened.append(one)
    kept = [
        (mark, () if number in same else edits)
        for number, (mark, edits) in enumerate(wanted)
        if number not in against
    ]
    return kept, [(wanted[number][0], wanted[other][0]) for number, other in sorted(against.items())]
