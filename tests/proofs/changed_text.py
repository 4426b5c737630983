"""Changes the text of a book as authors do between two proofs, and knows where each character of before stands now."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.text_blocks import text_blocks

_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = re.compile(r"^[^\W\d_][^|{}<>]{60,}$")
"""A line that is a paragraph, without marks of its own."""


@dataclass
class ChangedText:
    """A book in a folder whose chapters were changed: for each file the new number of each line, from 1 (missing: it was
    deleted), and for each line what was changed in it: start, end (columns from 1) and the new text."""

    lines: dict[str, dict[int, int]] = field(default_factory=dict)
    edits: dict[tuple[str, int], list[tuple[int, int, str]]] = field(default_factory=dict)

    def now(self, span: Span) -> Span | None:
        """Return where the character at a place is now; None if it was deleted or replaced."""
        line = self.lines.get(span.path, {}).get(span.line, 0 if span.path in self.lines else span.line)
        if not line:
            return None
        column = span.column
        for start, end, new in self.edits.get((span.path, span.line), ()):
            if start <= span.column < end:
                return None
            if end <= span.column:
                column += len(new) - (end - start)
        return Span(span.path, line, column)


def change(
    root: Path,
    chapters: Sequence[nodes.Chapter],
    lines: Callable[[str], Sequence[str]],
    share: float,
    seed: int,
) -> ChangedText:
    """Change a share of the words of a book in a folder: replace, delete and put in words; delete and move paragraphs."""
    result, draw = ChangedText(), random.Random(seed)
    words: dict[tuple[str, int], set[tuple[int, int]]] = {}
    vocabulary: list[str] = []
    for chapter in chapters:
        for block in text_blocks(chapter):
            if block.kind not in ("paragraph", "cell", "heading"):
                continue
            positions = block.positions(lines)
            for start, end in _words(block.text):
                places = positions[start:end]
                first = places[0]
                if first is None or not first.path.startswith("chapters/"):
                    continue
                if all(
                    place == Span(first.path, first.line, first.column + at)
                    for at, place in enumerate(places)
                ):
                    words.setdefault((first.path, first.line), set()).add(
                        (first.column, first.column + end - start)
                    )
                    vocabulary.append(block.text[start:end])
    for key in sorted(words):
        edits = []
        for start, end in sorted(words[key]):
            if draw.random() >= share:
                continue
            how = draw.random()
            if how < 0.6:
                edits.append((start, end, draw.choice(vocabulary)))
            elif how < 0.8:
                edits.append((start, end, ""))
            else:
                space = "" if _unspaced(vocabulary[0]) else " "
                edits.append((start, start, draw.choice(vocabulary) + space))
        result.edits[key] = edits
    for path in sorted({path for path, _ in words}):
        _rewrite(root, path, lines(path), result, draw, share)
    return result


def _words(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _WORD.finditer(text):
        if _unspaced(match[0]):
            found += [(at, min(at + 2, match.end())) for at in range(match.start(), match.end(), 2)]
        else:
            found.append(match.span())
    return found


def _unspaced(text: str) -> bool:
    return "\u2e80" <= text[0] <= "\u9fff"


def _rewrite(
    root: Path, path: str, old: Sequence[str], result: ChangedText, draw: random.Random, share: float
) -> None:
    numbers = list(range(1, len(old) + 1))
    plain = [
        number
        for number in numbers[2:-1]
        if _PLAIN.match(old[number - 1]) and not old[number - 2].strip() and not old[number].strip()
    ]
    if share and len(plain) > 3:
        for number in plain:
            if draw.random() < share / 6:
                numbers.remove(number)
                plain.remove(number)
        for first, second in zip(plain[::2], plain[1::2], strict=False):
            if draw.random() < share / 4 and first in numbers and second in numbers:
                one, other = numbers.index(first), numbers.index(second)
                numbers[one], numbers[other] = second, first
    result.lines[path] = {number: place for place, number in enumerate(numbers, 1)}
    new = []
    for number in numbers:
        line = old[number - 1]
        for start, end, words in sorted(result.edits.get((path, number), ()), reverse=True):
            line = line[: start - 1] + words + line[end - 1 :]
        new.append(line)
    (root / path).write_text("\n".join(new) + "\n", encoding="utf-8")
