"""A segment as a translation tool sees it: text, with numbered inline codes for all Markdown."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class CodeRole(StrEnum):
    """Whether a code opens a pair, closes it, or stands alone."""

    OPEN = "open"
    CLOSE = "close"
    SINGLE = "single"


BREAK = "x-block"
"""The kind of the code between blocks that form one unit because the translator split or merged them."""


@dataclass(frozen=True, slots=True)
class InlineCode:
    """An inline code. `data` is its Markdown; `kind` is its function, a `ctype` of XLIFF 1.2.

    `key` identifies the corresponding code in the other language: kind and address, label, fact … Both halves of a pair have
    the same `id`, counted from 1 in each unit. `shown` is what a reader will see, or the target of a link.
    """

    role: CodeRole
    kind: str
    data: str
    key: str
    id: int = 0
    shown: str = ""


Segment = tuple[str | InlineCode, ...]
"""A block as text and codes, in reading order."""
CodedText = tuple[str | tuple[CodeRole, int], ...]
"""The same as in a file: codes by role and number only."""
_SPACE = re.compile(r"[ \t\r\n]+")


def coded_text(segment: Iterable[str | InlineCode | tuple[CodeRole, int]]) -> CodedText:
    """Return a segment as in a file: adjacent texts joined, white space collapsed and trimmed."""
    result: list[str | tuple[CodeRole, int]] = []
    for piece in segment:
        if isinstance(piece, InlineCode):
            result.append((piece.role, piece.id))
        elif isinstance(piece, tuple):
            result.append(piece)
        elif piece and result and isinstance(result[-1], str):
            result[-1] += piece
        elif piece:
            result.append(piece)
    spaced = [_SPACE.sub(" ", piece) if isinstance(piece, str) else piece for piece in result]
    if spaced and isinstance(spaced[0], str):
        spaced[0] = spaced[0].lstrip()
    if spaced and isinstance(spaced[-1], str):
        spaced[-1] = spaced[-1].rstrip()
    return tuple(piece for piece in spaced if piece)


def segment_words(segment: Iterable[str | InlineCode | tuple[CodeRole, int]]) -> str:
    """Return the words of a segment."""
    return " ".join("".join(piece if isinstance(piece, str) else "" for piece in segment).split())


def has_words(segment: Iterable[str | InlineCode | tuple[CodeRole, int]]) -> bool:
    """Whether a segment has words or figures."""
    return any(letter.isalnum() for letter in segment_words(segment))


def number_codes(segment: Segment, source: Segment = (), before: Segment = ()) -> Segment:
    """Return a segment with its codes numbered from 1, or like the corresponding codes of its source.

    Codes correspond by key. The remaining ones of one kind correspond in order, since a translation may link elsewhere or
    emphasize differently. Codes without a counterpart get numbers above those of the source. `before` is the source as
    translated: codes that are newer correspond by key only.
    """
    chosen: dict[int, int] = {}
    open_ = {
        n: piece
        for n, piece in enumerate(segment)
        if isinstance(piece, InlineCode) and piece.role is not CodeRole.CLOSE
    }
    waiting = [
        p for p in source if isinstance(p, InlineCode) and p.role is not CodeRole.CLOSE and p.kind != BREAK
    ]
    old = {piece.key for piece in before if isinstance(piece, InlineCode)}
    for same in (_keyed, _kinded, _styled):
        answered = set(chosen.values())
        numbers_by_key: dict[object, deque[int]] = {}
        for code in waiting:
            if code.id not in answered and (same is _keyed or not before or code.key in old):
                numbers_by_key.setdefault(same(code), deque()).append(code.id)
        for index, code in open_.items():
            if index not in chosen and numbers_by_key.get(same(code)):
                chosen[index] = numbers_by_key[same(code)].popleft()
    last = max([0, *(piece.id for piece in source if isinstance(piece, InlineCode))])
    result: list[str | InlineCode] = []
    opened: list[int] = []
    for index, piece in enumerate(segment):
        if isinstance(piece, InlineCode):
            if piece.role is CodeRole.CLOSE:
                number = opened.pop()
            elif index in chosen:
                number = chosen[index]
            else:
                last = number = last + 1
            if piece.role is CodeRole.OPEN:
                opened.append(number)
            piece = replace(piece, id=number)
        result.append(piece)
    return tuple(result)


def _keyed(code: InlineCode) -> object:
    return code.role, code.key


def _kinded(code: InlineCode) -> object:
    return code.role, code.kind


_STYLES = ("italic", "bold", "x-strike", "x-sub", "x-sup", "x-mark")


def _styled(code: InlineCode) -> object:
    return code.role, "style" if code.kind in _STYLES else code.kind


def join_segments(parts: Sequence[Segment]) -> Segment:
    """Return several blocks as one segment, with a break code between them."""
    result: list[str | InlineCode] = []
    for index, part in enumerate(parts):
        if index:
            result.append(InlineCode(CodeRole.SINGLE, BREAK, "\n\n", BREAK))
        result += part
    return tuple(result)


def split_segment(segment: Segment) -> list[Segment]:
    """Return the blocks of a joined segment."""
    parts: list[list[str | InlineCode]] = [[]]
    for piece in segment:
        if isinstance(piece, InlineCode) and piece.kind == BREAK:
            parts.append([])
        else:
            parts[-1].append(piece)
    return [tuple(part) for part in parts]
