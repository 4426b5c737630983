"""Chapters and headings without words: a dash stands for them."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords

_TITLE = re.compile(r"^title:[ \t]*['\"](.+)['\"][ \t]*$", re.MULTILINE)
"""A title in quotation marks in a line of its own; one with a condition is in such, as YAML begins a list with a bracket."""

_HEADING = re.compile(r"\s*^#[ \t]+(.*\S)", re.MULTILINE)
"""A heading with one hash with which a chapter begins."""


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edit: text behind the last line of an empty chapter or one that conditions have emptied, a title for one
    without. A title that is left out of an edition has the dash behind it."""
    end = len(chapter.text)
    if problem.code == "chapter.untitled":
        at = chapter.starts[chapter.body]
        title = _TITLE.search(chapter.text, 0, at) or _HEADING.match(chapter.text, at)
        if title:
            return [SourceEdit(title.end(1), title.end(1), "–")]
        return [SourceEdit(at, at, "# –\n\n")]
    return [SourceEdit(end, end, "\n\n–\n")]


REPAIR = Repair(
    {
        "chapter.empty": TodoWords("{count:,} chapters have no text", "write it, or delete the files"),
        "chapter.emptied": TodoWords(
            "{count:,} chapters have nothing left in some editions",
            "write the condition into the front matter",
        ),
        "chapter.untitled": TodoWords(
            "{count:,} chapters have no title", "begin them with a line such as # Title"
        ),
    },
    mend,
)
