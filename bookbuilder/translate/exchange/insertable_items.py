"""Finds the list items and table rows of a source chapter, which a translation can get one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bookbuilder.markdown.token_pairs import closing_index
from bookbuilder.translate.exchange.block_tokens import parse_chapter

_MARGIN = re.compile(r"[ \t>]*")
_LISTS = ("bullet_list_open", "ordered_list_open", "table_open")


@dataclass(frozen=True, slots=True)
class ListItem:
    """A list item or table row: first and last line (from 1), start and end offset, and its list or table (`inside`, a
    number). `margin` precedes its `mark`, the list marker (empty: a row); a `tight` item has no blank lines around it."""

    first: int
    last: int
    start: int
    end: int
    inside: int
    margin: str
    mark: str
    tight: bool

    def holds(self, line: int) -> bool:
        """Whether a line (from 1) belongs to it."""
        return self.first <= line <= self.last


def list_items(text: str) -> list[ListItem]:
    """Return the items and body rows of a chapter in file order, outer ones first."""
    file = parse_chapter(text)
    tokens, shift, lines, starts = file.tokens, file.first, file.lines, file.starts
    items: list[ListItem] = []
    inside: list[int] = []
    head = False
    for index, token in enumerate(tokens):
        head = token.type == "thead_open" or (head and token.type != "thead_close")
        if token.type in _LISTS:
            inside.append(index)
        elif token.type.replace("_close", "_open") in _LISTS:
            inside.pop()
        elif token.type == "list_item_open" or (token.type == "tr_open" and not head):
            inner = tokens[index : closing_index(tokens, index)]
            place = next((one.map for one in inner if one.map), None)
            if place is None:
                continue
            begin, end = place[0] + shift, min(place[1] + shift, len(lines))
            # markdown-it counts the blank lines behind an item as lines of it.
            while end > begin + 1 and not lines[end - 1].strip(" \t>"):
                end -= 1
            margin = _MARGIN.match(lines[begin])
            tight = any(
                one.hidden for one in inner if one.type == "paragraph_open" and one.level == token.level + 1
            )
            items.append(
                ListItem(
                    begin + 1, end, starts[begin], min(starts[end], len(text)), inside[-1],
                    margin[0] if margin else "", token.markup if token.type == "list_item_open" else "", tight,
                )
            )  # fmt: skip
    return items


def innermost(line: int, known: list[ListItem]) -> ListItem | None:
    """Return the innermost item or row that contains a line."""
    return min(
        (item for item in known if item.holds(line)), key=lambda item: item.last - item.first, default=None
    )


BULLETS = ("-", "*", "+")


def fits(piece: ListItem, like: ListItem, known: tuple[list[ListItem], list[ListItem]]) -> bool:
    """Whether an item or row can be inserted beside another one; `known` are all items of both sides. Two items that
    begin on the same line cannot be separated."""
    alone = all(
        sum(other.first == item.first for other in side) == 1
        for item, side in zip((piece, like), known, strict=True)
    )
    same = piece.mark == like.mark or (piece.mark in BULLETS and like.mark in BULLETS)
    return alone and piece.margin == like.margin and same


def with_marker(chunk: str, piece: ListItem, like: ListItem) -> str:
    """Return an item or row with the list marker of its new neighbour."""
    size = len(piece.margin)
    return chunk if piece.mark == like.mark else f"{chunk[:size]}{like.mark}{chunk[size + 1 :]}"
