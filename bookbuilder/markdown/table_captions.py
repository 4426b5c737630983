"""Reads the captions that pandoc and Quarto have below a table: `: Words {#tbl-id}` or `Table: Words`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token
from msgspec.structs import replace

from bookbuilder.document.nodes import Table
from bookbuilder.markdown.attributes import BLOCK_KEYS, attributes, split_trailing_braces
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.convert_list import without_beginning

_CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+(?=\S)")


def table_caption(convert: Conversion, before: object, tokens: Sequence[Token]) -> Table | None:
    """Return the table `before` with a paragraph as its caption; None if the paragraph is no caption."""
    match tokens:
        case [Token(type="paragraph_open") as opening, Token(type="inline") as line]:
            children = list(line.children or ())
        case _:
            return None
    sign = _CAPTION.match(line.content)
    if (
        not isinstance(before, Table)
        or before.caption
        or not sign
        or not children
        or children[0].type != "text"
    ):
        return None
    children[0] = without_beginning(children[0], min(sign.end(), len(children[0].content)))
    given = {}
    if children[-1].type == "text":
        words, braces = split_trailing_braces(children[-1].content)
        children[-1], given = children[-1].copy(content=words), braces or {}
    known = {key: value for key, value in given.items() if key in ("id", "class", *BLOCK_KEYS)}
    own = attributes(known, BLOCK_KEYS, convert.source.block(opening), convert.report)
    caption = convert.inline(line, children)
    return replace(before, caption=caption, id=own.id or before.id, classes=(*before.classes, *own.classes))
