"""Calls of notes that have no text, or stand where no note can stand: they are printed as they are written."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords

_CALL = re.compile(r"\[\^[^\]\s]+\]")


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edit for the call of a note."""
    at = chapter.offset(problem.span)
    call = None if at is None else _CALL.match(chapter.text, at)
    if call is None:
        return []
    return [SourceEdit(call.start(), call.end(), f"\\[\\^{call[0][2:-1]}\\]")]


REPAIR = Repair(
    {
        "note.missing": TodoWords(
            "{count:,} notes have no text", "write a paragraph [^name]: text for each, or take the call out"
        ),
        "note.place": TodoWords("{count:,} notes stand where no note can stand", "move them into the text"),
    },
    mend,
)
