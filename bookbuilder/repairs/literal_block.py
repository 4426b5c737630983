"""The last resort: a block that cannot be read is printed as it is written, line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bookbuilder.markdown.escape_markdown import escape_start, escape_text
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit

_COLONS = re.compile(r"\s*(:{3,})")
_BRACES = re.compile(r"\s*\{[^{}]*\}\s*")


def as_text(chapter: MarkdownText, line: int) -> list[SourceEdit]:
    """Return the edit that makes text of the outermost block at a line (from 1); nothing if there is no such line."""
    found = _block(chapter, line)
    if found is None:
        return []
    first, last = found
    words = [escape_start(escape_text(one.strip())) for one in chapter.lines[first:last] if one.strip()]
    return [_replaced(chapter, first, last, "\\\n".join(words))]


def as_code(chapter: MarkdownText, line: int) -> list[SourceEdit]:
    """Return the edit that makes code of the outermost block at a line: what even text cannot hold."""
    found = _block(chapter, line)
    if found is None:
        return []
    first, last = found
    lines = [one.replace("\t", "    ") for one in chapter.lines[first:last]]
    return [_replaced(chapter, first, last, "\n".join(fenced(lines, "text")))]


def fenced(lines: Sequence[str], language: str) -> list[str]:
    """Return lines as a block of code, whose fence is longer than any in them."""
    ticks = "`" * (3 + max((len(run) for one in lines for run in re.findall("`+", one)), default=0))
    return [f"{ticks}{language}", *lines, ticks]


def _block(chapter: MarkdownText, line: int) -> tuple[int, int] | None:
    """Return the lines of the outermost block at a line; that line alone where there is none, such as in a definition."""
    if not chapter.body < line <= len(chapter.lines):
        return None
    first, last = chapter.block(line) or (line - 1, line)
    # The block of a directive ends above the colons that close it, which would be told as closing nothing.
    colons = _COLONS.match(chapter.lines[first])
    if colons and last < len(chapter.lines) and chapter.lines[last].strip() == colons[1]:
        last += 1
    return first, last


def _replaced(chapter: MarkdownText, first: int, last: int, new: str) -> SourceEdit:
    """Return the edit of some lines, and of the braces above them, which would be those of the new block."""
    while first > chapter.body and _BRACES.fullmatch(chapter.lines[first - 1]):
        first -= 1
    while last > first + 1 and not chapter.lines[last - 1].strip():
        last -= 1
    before = "" if first == chapter.body or not chapter.lines[first - 1].strip() else "\n"
    behind = "" if last >= len(chapter.lines) or not chapter.lines[last].strip() else "\n"
    return SourceEdit(chapter.starts[first], chapter.starts[last] - 1, f"{before}{new}{behind}")
