"""Finds the items of lists and the rows of tables in a chapter: what can be put between others of its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bookbuilder.markdown.token_pairs import closing_index
from bookbuilder.translate.exchange.laid import laid

_MARGIN = re.compile(r"[ \t>]*")
_LISTS = ("bullet_list_open", "ordered_list_open", "table_open")


@dataclass(frozen=True, slots=True)
class Piece:
    """An item or a row: its first and last line, counted from 1, where they start and end, and the list or table that it is
    in, by number. `margin` stands before its mark, `mark` is that of its list (empty: a row); a `tight` item has no blank
    lines around it."""

    first: int
    last: int
    start: int
    end: int
    inside: int
    margin: str
    mark: str
    tight: bool

    def holds(self, line: int) -> bool:
        """Whether a line is one of its own."""
        return self.first <= line <= self.last


def pieces(text: str) -> list[Piece]:
    """Return the items and the rows (without those of heads) of a chapter in the order of the file, outer ones first."""
    file = laid(text)
    tokens, shift, lines, starts = file.tokens, file.first, file.lines, file.starts
    found: list[Piece] = []
    inside: list[int] = []
    head = False
    for at, token in enumerate(tokens):
        head = token.type == "thead_open" or (head and token.type != "thead_close")
        if token.type in _LISTS:
            inside.append(at)
        elif token.type.replace("_close", "_open") in _LISTS:
            inside.pop()
        elif token.type == "list_item_open" or (token.type == "tr_open" and not head):
            own = tokens[at : closing_index(tokens, at)]
            place = next((one.map for one in own if one.map), None)
            if place is None:
                continue
            begin, end = place[0] + shift, min(place[1] + shift, len(lines))
            while end > begin + 1 and not lines[end - 1].strip(" \t>"):
                end -= 1
            margin = _MARGIN.match(lines[begin])
            tight = any(
                one.hidden for one in own if one.type == "paragraph_open" and one.level == token.level + 1
            )
            found.append(
                Piece(
                    begin + 1, end, starts[begin], min(starts[end], len(text)), inside[-1],
                    margin[0] if margin else "", token.markup if token.type == "list_item_open" else "", tight,
                )
            )  # fmt: skip
    return found


def innermost(line: int, known: list[Piece]) -> Piece | None:
    """Return the smallest piece that holds a line."""
    return min((one for one in known if one.holds(line)), key=lambda one: one.last - one.first, default=None)


BULLETS = ("-", "*", "+")


def fits(piece: Piece, like: Piece, known: tuple[list[Piece], list[Piece]]) -> bool:
    """Whether an item or a row can stand in the list or table of another one; `known` are all of both sides. Of two items
    that begin on the same line only both together can."""
    alone = all(
        sum(other.first == one.first for other in side) == 1
        for one, side in zip((piece, like), known, strict=True)
    )
    same = piece.mark == like.mark or (piece.mark in BULLETS and like.mark in BULLETS)
    return alone and piece.margin == like.margin and same


def remarked(chunk: str, piece: Piece, like: Piece) -> str:
    """Return the text of an item or a row as it stands in the list or table of one that it fits."""
    size = len(piece.margin)
    return chunk if piece.mark == like.mark else f"{chunk[:size]}{like.mark}{chunk[size + 1 :]}"
