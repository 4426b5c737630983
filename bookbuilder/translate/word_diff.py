"""Diffs two texts word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import StrEnum

MAX_WORDS = 1500
"""Texts of more words and spaces than this are shown as replaced, without a diff."""
_PIECE = re.compile(r"\s+|[^\W_]+|[^\w\s]|_")


class WordChange(StrEnum):
    """Whether a piece of text was kept, taken out or put in."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


DiffPiece = tuple[WordChange, str]


def diff(old: str, new: str) -> tuple[DiffPiece, ...]:
    """Return the pieces of both texts in reading order; adjacent equal kinds are one piece.

    Runs of white space count as one space, so rewrapping is no change. A space between two changed words belongs to the
    change.
    """
    before, after = (_PIECE.findall(" ".join(text.split())) for text in (old, new))
    if max(len(before), len(after)) > MAX_WORDS:
        return tuple(
            (how, "".join(text)) for how, text in ((WordChange.OUT, before), (WordChange.IN, after)) if text
        )
    pieces: list[DiffPiece] = []
    for name, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if name == "equal":
            pieces.append((WordChange.KEPT, "".join(before[a:b])))
            continue
        if a < b:
            pieces.append((WordChange.OUT, "".join(before[a:b])))
        if c < d:
            pieces.append((WordChange.IN, "".join(after[c:d])))
    return tuple(_runs(pieces))


def _runs(pieces: list[DiffPiece]) -> Iterable[DiffPiece]:
    """Yield pieces, joining changes that are separated by one space."""
    out, put, position = "", "", 0
    while position < len(pieces):
        how, text = pieces[position]
        if how is WordChange.OUT:
            out += text
        elif how is WordChange.IN:
            put += text
        elif text == " " and (out or put) and position + 1 < len(pieces):
            out, put = out + text, put + text
        else:
            yield from _change(out, put)
            out = put = ""
            yield how, text
        position += 1
    yield from _change(out, put)


def _change(out: str, put: str) -> Iterable[DiffPiece]:
    if out:
        yield WordChange.OUT, out
    if put:
        yield WordChange.IN, put


def diff_text(pieces: Iterable[DiffPiece]) -> str:
    """Return a diff as plain text.

    >>> diff_text(diff("Rund 200 Millionen Dollar.", "Rund 450 Milliarden Dollar."))
    'Rund [-200 Millionen-]{+450 Milliarden+} Dollar.'
    """
    signs = {WordChange.KEPT: ("", ""), WordChange.OUT: ("[-", "-]"), WordChange.IN: ("{+", "+}")}
    return "".join(f"{signs[how][0]}{text}{signs[how][1]}" for how, text in pieces)
