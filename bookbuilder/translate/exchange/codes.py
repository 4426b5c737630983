"""What a translation tool sees of a block: text, and numbered codes in the place of all Markdown."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Sign(StrEnum):
    """What a code does: it opens a pair, closes it, or stands alone."""

    OPEN = "open"
    CLOSE = "close"
    SINGLE = "single"


BREAK = "x-block"
"""The kind of a code that stands between blocks that are one unit: a paragraph that was split, or some that were joined."""


@dataclass(frozen=True, slots=True)
class Code:
    """Markdown that is no text. `data` is what stands in the chapter; `kind` is what it does, a `ctype` of XLIFF 1.2.

    `key` says which code of another language it answers: kind and address, label, fact … A pair shares its `id`, which
    counts from 1 in each unit. `shown` is what a reader will see, or where a link leads.
    """

    sign: Sign
    kind: str
    data: str
    key: str
    id: int = 0
    shown: str = ""


Segment = tuple[str | Code, ...]
"""A block as text and codes, in reading order."""
Bare = tuple[str | tuple[Sign, int], ...]
"""The same as a file carries it: codes by what they do and their number."""
_SPACE = re.compile(r"[ \t\r\n]+")


def bare(segment: Iterable[str | Code | tuple[Sign, int]]) -> Bare:
    """Return a segment as a file carries it, texts that follow one another joined, white space in a row as one space."""
    found: list[str | tuple[Sign, int]] = []
    for piece in segment:
        if isinstance(piece, Code):
            found.append((piece.sign, piece.id))
        elif isinstance(piece, tuple):
            found.append(piece)
        elif piece and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece:
            found.append(piece)
    spaced = [_SPACE.sub(" ", piece) if isinstance(piece, str) else piece for piece in found]
    if spaced and isinstance(spaced[0], str):
        spaced[0] = spaced[0].lstrip()
    if spaced and isinstance(spaced[-1], str):
        spaced[-1] = spaced[-1].rstrip()
    return tuple(piece for piece in spaced if piece)


def text(segment: Iterable[str | Code | tuple[Sign, int]]) -> str:
    """Return the words of a segment."""
    return " ".join("".join(piece if isinstance(piece, str) else "" for piece in segment).split())


def numbered(segment: Segment, source: Segment = (), before: Segment = ()) -> Segment:
    """Return a segment with its codes numbered from 1, or as those of its source that they answer.

    What a code answers is known by its key. Of those that are left, codes of one kind answer one another in their order, for
    a translation may lead to another page, or stress a word otherwise. Those that answer none have numbers behind
    those of the source. `before` is the source as it was translated: a code that is new since then is
    answered by its key alone.
    """
    chosen: dict[int, int] = {}
    open_ = {
        n: piece
        for n, piece in enumerate(segment)
        if isinstance(piece, Code) and piece.sign is not Sign.CLOSE
    }
    waiting = [p for p in source if isinstance(p, Code) and p.sign is not Sign.CLOSE and p.kind != BREAK]
    old = {piece.key for piece in before if isinstance(piece, Code)}
    for same in (_keyed, _kinded, _styled):
        answered = set(chosen.values())
        known: dict[object, deque[int]] = {}
        for code in waiting:
            if code.id not in answered and (same is _keyed or not before or code.key in old):
                known.setdefault(same(code), deque()).append(code.id)
        for at, code in open_.items():
            if at not in chosen and known.get(same(code)):
                chosen[at] = known[same(code)].popleft()
    last = max([0, *(piece.id for piece in source if isinstance(piece, Code))])
    found: list[str | Code] = []
    opened: list[int] = []
    for at, piece in enumerate(segment):
        if isinstance(piece, Code):
            if piece.sign is Sign.CLOSE:
                number = opened.pop()
            elif at in chosen:
                number = chosen[at]
            else:
                last = number = last + 1
            if piece.sign is Sign.OPEN:
                opened.append(number)
            piece = replace(piece, id=number)
        found.append(piece)
    return tuple(found)


def _keyed(code: Code) -> object:
    return code.sign, code.key


def _kinded(code: Code) -> object:
    return code.sign, code.kind


_STYLES = ("italic", "bold", "x-strike")


def _styled(code: Code) -> object:
    return code.sign, "style" if code.kind in _STYLES else code.kind


def joined(parts: Sequence[Segment]) -> Segment:
    """Return several blocks as one segment, with a code between them."""
    found: list[str | Code] = []
    for at, part in enumerate(parts):
        if at:
            found.append(Code(Sign.SINGLE, BREAK, "\n\n", BREAK))
        found += part
    return tuple(found)


def parted(segment: Segment) -> list[Segment]:
    """Return the blocks of a joined segment."""
    parts: list[list[str | Code]] = [[]]
    for piece in segment:
        if isinstance(piece, Code) and piece.kind == BREAK:
            parts.append([])
        else:
            parts[-1].append(piece)
    return [tuple(part) for part in parts]
