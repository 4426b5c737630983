"""Control characters, which no format prints: they go."""

from __future__ import annotations

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edits for all control characters of a line."""
    at = chapter.offset(problem.span)
    if at is None:
        return []
    start, line = chapter.starts[problem.span.line - 1], chapter.lines[problem.span.line - 1]
    return [
        SourceEdit(start + n, start + n + 1, "")
        for n, sign in enumerate(line)
        if sign != "\t" and (ord(sign) < 32 or ord(sign) == 127)
    ]


REPAIR = Repair(
    {
        "chapter.control": TodoWords("{count:,} control characters cannot be printed", "delete them"),
    },
    mend,
)
