"""Words that are too long to be set get places to break; an address that is too long leaves its words."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.limits import ADDRESS, WORD, unbroken
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords

BREAK = "\u200b"
"""A place to break a line that nobody sees (UAX 14, ZW)."""
_BARE = re.compile(r"[<(\"'*_]{0,9}https?(?=://)")


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edits for the block at a place."""
    line = problem.span.line
    if not chapter.body < line <= len(chapter.lines):
        return []
    at = chapter.offset(problem.span)
    link = chapter.bracketed(at) if at is not None and chapter.text.startswith("[", at) else None
    if link is not None and len(link.address) > ADDRESS:
        return [SourceEdit(link.start, link.end, link.words)]
    first, last = chapter.block(line) or (line - 1, line)
    return [
        edit
        for number in range(first, last)
        for start, end in unbroken(chapter.lines[number])
        if end - start > WORD
        for edit in _breaks(chapter.lines[number][start:end], chapter.starts[number] + start)
    ]


def _breaks(word: str, at: int) -> list[SourceEdit]:
    """Return the edits that give a word places to break; the address of a link, which nobody sees, has none."""
    if "](" in word:
        return []
    bare = _BARE.match(word)
    edits = [SourceEdit(at + bare.end(), at + bare.end(), "\\")] if bare else []  # half an address is no link
    for place in range(WORD, len(word), WORD):
        while word[place - 1] in "\\&#;%" and place > 1:  # signs that belong to the next one
            place -= 1
        edits.append(SourceEdit(at + place, at + place, BREAK))
    return edits


REPAIR = Repair(
    {
        "text.long": TodoWords(
            "{count:,} words, titles or addresses are too long", "part them, or shorten them"
        )
    },
    mend,
)
