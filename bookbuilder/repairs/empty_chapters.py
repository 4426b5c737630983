"""Chapters and headings without words: a dash stands for them."""

from __future__ import annotations

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edit: text behind the last line of an empty chapter, a title for one without."""
    end = len(chapter.text)
    if problem.code == "chapter.untitled":
        at = chapter.starts[chapter.body]
        return [SourceEdit(at, at, "# –\n\n")]
    return [SourceEdit(end, end, "\n\n–\n")]


REPAIR = Repair(
    {
        "chapter.empty": TodoWords("{count} chapters have no text", "write it, or delete the files"),
        "chapter.untitled": TodoWords(
            "{count} chapters have no title", "begin them with a line such as # Title"
        ),
    },
    mend,
)
