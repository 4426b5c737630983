"""Writes what marks ask for into chapters: words of a text are taken out, put in or replaced, and all else stays as it is:
markup, directives, facts, names, calls of notes, line ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.proof.block_source import BlockSource, FileText
from bookbuilder.proof.edit_block import edits_of
from bookbuilder.proof.mark import ProofMark, ProofMarkKind
from bookbuilder.proof.mark_place import PARAGRAPH_END, MarkPlace, find_mark_place
from bookbuilder.proof.mark_problems import CONFLICT, LOST, NOT_PLAIN, problem
from bookbuilder.proof.source_edits import BlockChange, MarkRefusal
from bookbuilder.proof.write_edits import printed_texts, write_edits

PLAIN = (
    ProofMarkKind.DELETE,
    ProofMarkKind.INSERT,
    ProofMarkKind.REPLACE,
    ProofMarkKind.FORMAT,
    ProofMarkKind.MOVE,
)
"""The kinds that can be applied; the others are comments, for a person."""


@dataclass(frozen=True, slots=True)
class AppliedMarks:
    """What came of marks: the new text of each file that changes, the marks that were applied, those that were not, each
    with the reason, and what the texts of each file print then, also those that a mark is in, by its `id()`
    (`proof.confirm_marks` compares)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    applied: tuple[ProofMark, ...] = ()
    problems: tuple[tuple[ProofMark, Diagnostic], ...] = ()
    expected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    printed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def change_key(mark: ProofMark) -> tuple[str, str]:
    """Return the name of the change that a mark is part of, which no other file has; the second is empty for none."""
    return mark.origin, mark.change


def apply_marks(
    marks: Sequence[ProofMark], texts: Mapping[str, str], blocks: Iterable[TextBlock]
) -> AppliedMarks:
    """Return the texts of the files with the marks applied. `texts` are those of the chapters by path, as they are now, with
    their line ends; `blocks` the texts of the finished chapters made from them (`document.text_blocks`); the places of the
    marks (`start`) are those of the same files.

    What a mark says beside its words: a quote that ends with `\\n\\n` has the end of its paragraph too (alone: two
    paragraphs become one; with all words: the paragraph goes); new words with `\\n\\n` begin paragraphs there; a FORMAT
    has `+strong`, `-emphasis` or the like as `new`; a MOVE the first words of the paragraph that its own now stands behind.

    Never raises: a mark that cannot be applied is in `problems`, and changes nothing (`proof.fact`, `proof.name`,
    `proof.made`, `proof.lost`, `proof.conflict`, `proof.manual`). Of marks that want different things of the same
    words none is applied; equal ones of several people are one.
    """
    files = {path: FileText(text) for path, text in texts.items()}
    sources = _sources(marks, files, blocks)
    problems: list[tuple[ProofMark, Diagnostic]] = []
    wanted: list[_Wanted] = []
    for mark in marks:
        if mark.kind not in PLAIN:
            problems.append((mark, problem(NOT_PLAIN, mark)))
            continue
        of_file = sources.get(mark.start.path, ())
        place = find_mark_place(mark, of_file)
        if place is None:
            problems.append((mark, problem(LOST, mark)))
            continue
        change = edits_of(mark, place, of_file)
        if isinstance(change, MarkRefusal):
            problems.append((mark, problem(change.rule, mark, key=change.key)))
        else:
            wanted.append((mark, place, change))
    _, contradicting = _without_conflicts(wanted)
    problems += [(mark, problem(CONFLICT, mark, with_mark=other)) for mark, other in contradicting]
    left_out = {id(mark) for mark, _ in problems}
    broken = {change_key(mark) for mark, _ in problems if mark.change}
    parts = [mark for mark in marks if id(mark) not in left_out and change_key(mark) in broken]
    problems += [(mark, problem(NOT_PLAIN, mark)) for mark in parts]
    left_out |= set(map(id, parts))
    wanted = [one for one in wanted if id(one[0]) not in left_out]
    changes, _ = _without_conflicts(wanted)
    written = write_edits(changes, files)
    expected: dict[str, tuple[str, ...]] = {}
    printed: dict[int, tuple[str, ...]] = {}
    for path in written:
        here = [one for one in changes if one.source.path == path]
        expected[path], of_changes = printed_texts(sources[path], here)
        by_change = {id(change): parts for change, parts in zip(here, of_changes, strict=True)}
        printed |= {id(mark): by_change[id(one)] for mark, _, one in wanted if id(one) in by_change}
    applied = tuple(mark for mark, _, _ in wanted)
    return AppliedMarks(written, applied, tuple(problems), expected, printed)


def _sources(
    marks: Sequence[ProofMark], files: Mapping[str, FileText], blocks: Iterable[TextBlock]
) -> dict[str, list[BlockSource]]:
    """Return the texts of the files that marks are about."""
    wanted = {mark.start.path for mark in marks} & files.keys()
    result: dict[str, list[BlockSource]] = {path: [] for path in wanted}
    for block in blocks:
        path = block.span.path
        if path in wanted:
            result[path].append(BlockSource(block, path, files[path]))
    return result


_Wanted = tuple[ProofMark, MarkPlace, BlockChange]


def _without_conflicts(
    wanted: Sequence[_Wanted],
) -> tuple[list[BlockChange], list[tuple[ProofMark, ProofMark]]]:
    """Return the changes that contradict no other one, equal ones once, and the marks that contradict another one, each with
    that."""
    ranges = [
        (place.source.path, place.number, *_extent(mark, place), number)
        for number, (mark, place, _) in enumerate(wanted)
    ]
    against: dict[int, int] = {}
    repeated: set[int] = set()
    before: list[tuple[str, int, int, int, int]] = []
    for one in sorted(ranges):
        path, text, *_, number = one
        before = [other for other in before if other[:2] == (path, text) and _touches(other, one)]
        for other in before:
            mark, change = wanted[number][0], wanted[number][2]
            first = wanted[other[4]]
            if (change.edits, change.text) == (first[2].edits, first[2].text) and mark.new == first[0].new:
                repeated.add(max(number, other[4]))
            elif not {mark.kind, first[0].kind} <= {ProofMarkKind.FORMAT}:
                against.setdefault(number, other[4])
                against.setdefault(other[4], number)
        before.append(one)
    changes = [
        change
        for number, (_, _, change) in enumerate(wanted)
        if number not in against and number not in repeated
    ]
    return changes, [(wanted[number][0], wanted[other][0]) for number, other in sorted(against.items())]


def _extent(mark: ProofMark, place: MarkPlace) -> tuple[int, int]:
    """Return the characters that a mark claims for itself: all of a paragraph that it moves."""
    if mark.kind is ProofMarkKind.MOVE:
        return -1, len(place.source.block.text) + 1
    if mark.words.quote.endswith(PARAGRAPH_END):
        return place.start, place.end + 1
    return place.start, place.end


def _touches(one: tuple[str, int, int, int, int], other: tuple[str, int, int, int, int]) -> bool:
    """Whether two ranges share a character, or are at the same point."""
    start, end, begin, behind = one[2], one[3], other[2], other[3]
    return (
        max(start, begin) < min(end, behind)
        or (start, end) == (begin, behind)
        or (
            (start == end or begin == behind) and max(start, begin) < max(end, behind) and start < begin < end
        )
    )
