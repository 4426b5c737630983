"""Reads the numbered examples of pandoc, `(@label) Words`, which are counted through a chapter."""

from __future__ import annotations

import re

from markdown_it.token import Token

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import Item, List, Paragraph
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.convert_inlines import inlines
from bookbuilder.markdown.convert_list import without_beginning

_ITEM = re.compile(r"^\(@[\w-]*\)[ \t]+", re.MULTILINE)
_NUMBERED = re.compile(r"\((?:@[\w-]*|\d+)\)[ \t]+")


def example_list(convert: Conversion, line: Token, span: Span) -> List | None:
    """Return the list for a paragraph whose first line begins with the sign of an example; None for any other."""
    if not convert.dialect.flavour.citations or not _ITEM.match(line.content):
        return None
    ends = {match.start(): match.end() for match in _ITEM.finditer(line.content)}
    parts: list[list[Token]] = []
    for child in line.children or ():
        position = int(child.meta.get("pos", -1))
        sign = _NUMBERED.match(child.content) if position in ends and child.type == "text" else None
        if sign:
            if parts and parts[-1] and parts[-1][-1].type == "softbreak":
                parts[-1].pop()
            words = without_beginning(child, sign.end())
            words.meta["pos"] = ends[position]
            parts.append([words])
        elif parts:
            parts[-1].append(child)
    locate, context = convert.source.locator(line), convert.context(line.content)
    items = []
    for part in parts:
        place = locate(int(part[0].meta["pos"]))
        items.append(Item((Paragraph(inlines(part, locate, context), span=place),), span=place))
    first = convert.examples + 1
    convert.examples += len(items)
    return List(ordered=True, items=tuple(items), start=first, span=span) if items else None
