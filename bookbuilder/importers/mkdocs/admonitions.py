"""Makes callouts of the admonitions of MkDocs (`!!! note "Title"`, `??? note`), and titled text of tabs (`=== "Title"`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bookbuilder.importers.markdown_sources.markdown_lines import outside_code
from bookbuilder.markdown.callouts import callout_kind

DEPTH = 12
"""Admonitions within one another; deeper ones stay as they are written."""
_TYPES = r"[A-Za-z][\w-]*(?: +[\w-]+)*"
_ADMONITION = re.compile(
    rf'(?P<mark>!!!|\?\?\?\+?) ?(?:(?P<types>{_TYPES}) *)?(?:(?<=[ !?+])"(?P<title>[^\n]{{0,400}})")? *\Z'
)
_TAB = re.compile(r'===[!+]* ?"(?P<title>[^\n]{1,400})" *\Z')
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)]|:|\[\^[^\]\s]+\]:)(?:[ \t]|\Z)")
"""How a list item, a definition or a note begins: what is indented below it is no code."""
_FOLDS = {"!!!": "", "???": "-", "???+": "+"}


def with_callouts(lines: Sequence[str], depth: int = 0) -> list[str]:
    """Return lines in which each admonition is a callout with its contents, and each tab its contents below its title.

    >>> with_callouts(['!!! tip "Short"', "", "    Text."])
    ['> [!tip] Short', '>', '> Text.']
    """
    visible = set(outside_code(lines))
    out: list[str] = []
    in_item, number = False, 0
    while number < len(lines):
        text = lines[number].lstrip(" \t")
        indent = _indent(lines[number])
        if text and (indent < 4 or in_item):
            in_item = bool(_ITEM.match(text)) or (in_item and indent > 0)
        head = None
        if number in visible and (indent < 4 or in_item) and depth < DEPTH:
            head = _ADMONITION.match(text) or _TAB.match(text)
        if head is None or (head.re is _ADMONITION and not (head["types"] or head["title"])):
            out.append(lines[number])
            number += 1
            continue
        body, number = _body(lines, number + 1, indent + 4)
        inner = with_callouts(body, depth + 1)
        block = _titled(head["title"], inner) if head.re is _TAB else _callout(head, inner)
        if out and out[-1].strip():
            out.append("")
        out += [f"{' ' * indent}{line}".rstrip() for line in block]
        if number < len(lines) and lines[number].strip():
            out.append("")
    return out


def _body(lines: Sequence[str], start: int, indent: int) -> tuple[list[str], int]:
    """Return the lines from one on that are indented so far, without that indent, and the number of the next line."""
    body: list[str] = []
    end = start
    for number in range(start, len(lines)):
        if not lines[number].strip():
            body.append("")
        elif _indent(lines[number]) >= indent:
            body.append(" " * (_indent(lines[number]) - indent) + lines[number].lstrip(" \t"))
            end = number + 1
        else:
            break
    return body[: end - start], end


def _callout(head: re.Match[str], body: Sequence[str]) -> list[str]:
    """Return the quotation that is a callout. Words of MkDocs that are none of our kinds are its title if it has none."""
    kind = (head["types"] or "note").split()[0]
    title = head["title"]
    if title is None and not callout_kind(kind):
        kind = kind.capitalize()
    first = f"> [!{kind}]{_FOLDS[head['mark']]} {title or ''}".rstrip()
    text = body if not body or not body[0].strip() else ["", *body]
    return [first, *(f"> {line}".rstrip() for line in text)]


def _titled(title: str, body: Sequence[str]) -> list[str]:
    return [f"**{title}**", *(body if body and not body[0].strip() else ["", *body])]


def _indent(line: str) -> int:
    """Return how far a line is indented; a tab leads to the next multiple of four."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))
