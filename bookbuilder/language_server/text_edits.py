"""Edits of texts as values: a stretch, and what it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from bookbuilder.chapter_index.extents import Extent


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of a file, and the text that it becomes."""

    place: Extent
    new: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    r"""Return a text (line ends `\n`) with edits of it, which do not overlap.

    >>> edited("a b\nc", [Edit(Extent("x", 2, 1, 2, 2), "d"), Edit(Extent("x", 1, 1, 1, 2), "e")])
    'e b\nd'
    """
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    parts, last = [], 0
    for edit in sorted(edits):
        place = edit.place
        begin, end = (
            starts[place.line - 1] + place.column - 1,
            starts[place.end_line - 1] + place.end_column - 1,
        )
        parts += [text[last:begin], edit.new]
        last = end
    return "".join([*parts, text[last:]])


def line_edits(path: str, old: str, new: str) -> Iterator[Edit]:
    r"""Yield the edits of whole lines that make a new text of an old one.

    >>> [(edit.place.line, edit.place.end_line, edit.new) for edit in line_edits("x", "a\nb\nc\n", "a\nd\nc\n")]
    [(2, 3, 'd\n')]
    """
    before, after = _lines(old), _lines(new)
    for kind, first, last, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        place = Extent(path, first + 1, 1, last + 1, 1)
        if last == len(before) and before and not before[-1].endswith("\n"):
            place = Extent(path, first + 1, 1, last, len(before[-1]) + 1)
        yield Edit(place, "".join(after[begin:end]))


def _lines(text: str) -> list[str]:
    """Return the lines with their ends. Other signs that Python takes for ends of lines are none here."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
