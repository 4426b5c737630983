"""Reads line blocks, as pandoc calls them: verses and addresses whose lines each begin with a bar, `| so`."""

from __future__ import annotations

import re

from markdown_it.token import Token

from bookbuilder.markdown.convert_list import without_beginning

VERSE = "line-block"
"""The class of a paragraph whose lines end where they are written."""
_LINES = re.compile(r"\|(?: .*)?(?:\n(?:\|(?: .*)?| +\S.*))*")
_BAR = re.compile(r"\|(?: ( *))?")


def verse(line: Token) -> list[Token] | None:
    """Return the tokens of a line block: without its bars, with breaks between its lines and with its indents as
    non-breaking spaces; None for any other paragraph. A line that ends with a bar belongs to a table."""
    children = line.children or []
    text = line.content
    if not text.startswith("|") or not _LINES.fullmatch(text) or _ended_by_bars(text):
        return None
    out: list[Token] = []
    begins = True
    for child in children:
        if child.type == "softbreak":
            begins = True
            out.append(child)
            continue
        if begins and child.type == "text" and (bar := _BAR.match(child.content)):
            if out and out[-1].type == "softbreak":
                out[-1] = out[-1].copy(type="hardbreak", tag="br")
            rest = without_beginning(child, bar.end())
            indent = len(bar[1] or "")
            child = rest.copy(content="\u00a0" * indent + rest.content)
            child.meta["pos"] = max(child.meta["pos"] - indent, 0)
        begins = begins and child.nesting != 0
        if child.content or child.nesting or child.type != "text":
            out.append(child)
    return out


def _ended_by_bars(text: str) -> bool:
    return all(line.rstrip().endswith("|") and len(line.strip()) > 1 for line in text.split("\n"))
