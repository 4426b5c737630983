"""Compares two texts word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import StrEnum

LONGEST = 1500
"""Words and spaces of a text up to which single changes are shown; a longer one is shown as taken out and put in."""
_PIECE = re.compile(r"\s+|[^\W_]+|[^\w\s]|_")


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


Piece = tuple[Change, str]


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in reading order, each kept, taken out or put in; a run is one piece.

    White space in a row counts as one space, so a text that was only wrapped again has no changes. A space between two
    changed words belongs to the change.
    """
    before, after = (_PIECE.findall(" ".join(text.split())) for text in (old, new))
    if max(len(before), len(after)) > LONGEST:
        return tuple((how, "".join(text)) for how, text in ((Change.OUT, before), (Change.IN, after)) if text)
    found: list[Piece] = []
    for name, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if name == "equal":
            found.append((Change.KEPT, "".join(before[a:b])))
            continue
        if a < b:
            found.append((Change.OUT, "".join(before[a:b])))
        if c < d:
            found.append((Change.IN, "".join(after[c:d])))
    return tuple(_runs(found))


def _runs(pieces: list[Piece]) -> Iterable[Piece]:
    """Yield pieces with changes joined that only a space parts."""
    out, put, at = "", "", 0
    while at < len(pieces):
        how, text = pieces[at]
        if how is Change.OUT:
            out += text
        elif how is Change.IN:
            put += text
        elif text == " " and (out or put) and at + 1 < len(pieces):
            out, put = out + text, put + text
        else:
            yield from _change(out, put)
            out = put = ""
            yield how, text
        at += 1
    yield from _change(out, put)


def _change(out: str, put: str) -> Iterable[Piece]:
    if out:
        yield Change.OUT, out
    if put:
        yield Change.IN, put


def marked(pieces: Iterable[Piece]) -> str:
    """Return a difference as plain text.

    >>> marked(diff("Rund 200 Millionen Dollar.", "Rund 450 Milliarden Dollar."))
    'Rund [-200 Millionen-]{+450 Milliarden+} Dollar.'
    """
    signs = {Change.KEPT: ("", ""), Change.OUT: ("[-", "-]"), Change.IN: ("{+", "+}")}
    return "".join(f"{signs[how][0]}{text}{signs[how][1]}" for how, text in pieces)
