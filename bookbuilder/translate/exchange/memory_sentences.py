"""Translates a block sentence by sentence with a translation memory: each sentence must be in it.

Programs cut texts in different ways, so rules only propose where sentences may begin: of all ways to cut the block, the one
with the fewest sentences that the memory has is taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from bookbuilder.locales.segment_breaks import removes_line_break
from bookbuilder.locales.sentence_breaks import Breaks
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, coded_text

MAX_SENTENCES = 200
"""The most sentences of a block."""
JOINED = 12
"""The most pieces that one entry of a memory may hold: the rules also cut behind abbreviations."""

Lookup = Callable[[CodedText], CodedText | None]
"""Returns the memory's translation of a text, with the numbers of its codes; None if it has none."""


def memory_key(text: CodedText) -> CodedText:
    """Return a text for comparison: composed letters (NFC), and each fixed space as a space."""
    return coded_text(
        unicodedata.normalize("NFC", piece).replace("\u00a0", " ").replace("\u202f", " ")
        if isinstance(piece, str)
        else piece
        for piece in text
    )


def translate_sentences(text: CodedText, breaks: Breaks, lookup: Lookup) -> CodedText | None:
    """Look up each sentence of a text, and return the joined translations; None if one is not found."""
    flat = "".join(piece if isinstance(piece, str) else "" for piece in text)
    places = [0, *breaks(flat), len(flat)]
    if not 2 < len(places) <= MAX_SENTENCES:
        return None
    parts = _cut(text, places[1:-1])
    count = len(parts)
    # best[n]: the translation of the first n parts in the fewest sentences
    best: list[tuple[int, CodedText] | None] = [(0, ()), *([None] * count)]
    for end in range(1, count + 1):
        for start in range(max(end - JOINED, 0), end):
            before = best[start]
            now = best[end]
            if before is None or (now is not None and now[0] <= before[0] + 1):
                continue
            found = _sentence(tuple(piece for part in parts[start:end] for piece in part), lookup)
            if found is not None:
                best[end] = before[0] + 1, _joined(before[1], found)
    last = best[count]
    return coded_text(last[1]) if last is not None and last[0] > 1 else None


def _cut(text: CodedText, places: Sequence[int]) -> list[CodedText]:
    """Return the parts of a text between offsets into its words. A code at a break that closes a pair, or stands alone,
    belongs to the part before it: `end.{1} Next`."""
    parts: list[list[str | tuple[CodeRole, int]]] = [[]]
    position, waiting = 0, list(places)
    for piece in text:
        if not isinstance(piece, str):
            started = bool(parts[-1]) or len(parts) == 1
            behind = piece[0] is not CodeRole.OPEN and not started
            parts[-2 if behind else -1].append(piece)
            continue
        start = 0
        while waiting and waiting[0] <= position + len(piece):
            end = waiting.pop(0) - position
            if piece[start:end]:
                parts[-1].append(piece[start:end])
            parts.append([])
            start = end
        if piece[start:]:
            parts[-1].append(piece[start:])
        position += len(piece)
    return [tuple(part) for part in parts]


def _sentence(part: CodedText, lookup: Lookup) -> CodedText | None:
    """Return the translation of a sentence; codes around it that the memory does not have stay around it."""
    head: list[str | tuple[CodeRole, int]] = []
    tail: list[str | tuple[CodeRole, int]] = []
    inner = list(part)
    if not _balanced(part):
        return None
    while True:
        found = lookup(coded_text(inner))
        if found is not None:
            return (*head, *found, *reversed(tail))
        first, last = (inner[0], inner[-1]) if len(inner) > 1 else ("", "")
        if isinstance(first, str) and not first.strip() and len(inner) > 1:
            inner.pop(0)
        elif isinstance(last, str) and not last.strip() and len(inner) > 1:
            inner.pop()
        elif not isinstance(last, str) and last[0] is CodeRole.SINGLE:
            tail.append(inner.pop())
        elif not isinstance(first, str) and first[0] is CodeRole.SINGLE:
            head.append(inner.pop(0))
        elif isinstance(first, tuple) and isinstance(last, tuple) and (first[1] == last[1]):
            head.append(inner.pop(0))
            tail.append(inner.pop())
        else:
            return None


def _balanced(part: CodedText) -> bool:
    opened: list[int] = []
    for piece in part:
        if isinstance(piece, str) or piece[0] is CodeRole.SINGLE:
            continue
        if piece[0] is CodeRole.OPEN:
            opened.append(piece[1])
        elif not opened or opened.pop() != piece[1]:
            return False
    return not opened


def _joined(before: CodedText, found: CodedText) -> CodedText:
    """Return two sentences one behind the other, with a space where the language has one."""
    if not before:
        return found
    first = next((piece[-1] for piece in reversed(before) if isinstance(piece, str) and piece), "")
    second = next((piece[0] for piece in found if isinstance(piece, str) and piece), "")
    gap = "" if first and second and removes_line_break(first, second) else " "
    return (*before, gap, *found)
