"""Directives that are not ours, or that nothing closes: their words stay."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.markdown.escape_markdown import escape_text
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords

_OPENING = re.compile(r"[ \t]*(:{3,}|`{3,}|~{3,})\s*\{?([\w:-]*)\}?\s*([^{}\n]*)")


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edits: the lines with colons go, the title of an unknown directive becomes a paragraph."""
    if not 0 < problem.span.line <= len(chapter.lines):
        return []
    line, start = chapter.lines[problem.span.line - 1], chapter.starts[problem.span.line - 1]
    opening = _OPENING.match(line)
    if opening is None:
        return []
    title = opening[3].strip() if opening[2] and problem.code != "directive.stray" else ""
    return [SourceEdit(start, start + len(line), f"\n{escape_text(title)}\n" if title else "")]


REPAIR = Repair(
    {
        "directive.unknown": TodoWords(
            "{count:,} directives are not known",
            "use one that the program or the book has, or take the colons out",
        ),
        "directive.unclosed": TodoWords(
            "{count:,} directives are not closed", "end each with a line of as many colons"
        ),
        "directive.stray": TodoWords("{count:,} lines of colons close nothing", "delete them"),
        "directive.title": TodoWords(
            "{count:,} directives take no title", "make a paragraph or an attribute of it"
        ),
    },
    mend,
)
