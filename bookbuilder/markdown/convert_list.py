"""Converts the tokens of lists: items, tasks (`- [ ]`, `- [x]`), and terms with their definitions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token
from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.nodes import Definition, Definitions, Item, List
from bookbuilder.markdown.attributes import UNKNOWN
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.token_pairs import closing_index

_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


def convert_list(convert: Conversion, token: Token, inner: Sequence[Token], span: Span) -> List:
    """Return a list."""
    items, index = [], 0
    tight = True
    while index < len(inner):
        end = closing_index(inner, index)
        place = convert.source.block(inner[index])
        content, done = inner[index + 1 : end], None
        if convert.dialect.flavour.extended:
            content, done = _task(content)
        figures, convert.figures, before = convert.figures, False, convert.conditions.count
        blocks = convert.blocks(content)
        convert.figures = figures
        if not convert.emptied(blocks, before):
            items.append(Item(blocks, done, span=place))
        children = (t for t in inner[index + 1 : end] if t.level == inner[index].level + 1)
        tight = tight and all(t.hidden for t in children if t.type == "paragraph_open")
        index = end + 1
    start = _first_number(token, span, convert.report)
    ordered = token.type == "ordered_list_open"
    return List(ordered, tuple(items), start, tight, span=span, **convert.own(token, span))


def _task(tokens: Sequence[Token]) -> tuple[Sequence[Token], bool | None]:
    """Return the tokens of an item without the sign of a task, and whether the task is done; None if it is no task."""
    match tokens:
        case [Token(type="paragraph_open") as opening, Token(type="inline") as line, *rest]:
            first = line.children[0] if line.children else None
            sign = _TASK.match(line.content)
            if sign is None or first is None or first.type != "text" or len(first.content) < sign.end():
                return tokens, None
            words = without_beginning(first, sign.end())
            new = line.copy(children=[words, *(line.children or ())[1:]])
            return [opening, new, *rest], sign[1] != " "
        case _:
            return tokens, None


def without_beginning(token: Token, length: int) -> Token:
    """Return a token of text without its first characters, with the position of those behind."""
    meta = {**token.meta, "pos": int(token.meta.get("pos", 0)) + length}
    return token.copy(content=token.content[length:], meta=meta)


def convert_definitions(convert: Conversion, token: Token, inner: Sequence[Token], span: Span) -> Definitions:
    """Return a definition list."""
    items: list[Definition] = []
    index, left_out = 0, False
    while index < len(inner):
        end = closing_index(inner, index)
        if inner[index].type == "dt_open":
            place, before = convert.source.block(inner[index]), convert.conditions.count
            term = convert.inline(inner[index + 1])
            left_out = convert.emptied(term, before)
            if not left_out:
                items.append(Definition(term, (), span=place, **convert.own(inner[index], place)))
        elif left_out:
            start = len(convert.notes), convert.level
            convert.leave_out(convert.blocks(inner[index + 1 : end]), start)
        elif items:
            blocks = convert.blocks(inner[index + 1 : end])
            items[-1] = replace(items[-1], blocks=items[-1].blocks + blocks)
        index = end + 1
    return Definitions(tuple(items), span=span, **convert.own(token, span))


def _first_number(token: Token, span: Span, report: Report) -> int:
    """Return the number with which a list begins; reports one that stands in its attributes (`attribute.unknown`)."""
    start = token.attrs.get("start", 1)
    if isinstance(start, int):
        return start
    report(UNKNOWN, span, key="start", hint="the first number of a list is that of its first item")
    return 1
