"""Anchors that are used twice, or that no format can have: they get a number, or the form of an anchor."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.importers.quoting import slug
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair

_ANCHOR = re.compile(
    r"#([^\s{}\"']+)|\bid=(?:\"([^\"]*)\"|'([^']*)'|([^\s{}>]+))|^\(([^()\n]+)\)=", re.MULTILINE
)


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edit for an anchor, which stands at a place or behind it in the same block."""
    at = chapter.offset(problem.span)
    named = re.search(r"#(\S+) is|'([^']+)'", problem.message)
    if at is None or named is None:
        return []
    wanted = named[1] or named[2]
    for found in _ANCHOR.finditer(chapter.text, at):
        number = next(n for n in range(1, 6) if found[n] is not None)
        if found[number] != wanted:
            continue
        taken = {next(filter(None, one.groups()), "") for one in _ANCHOR.finditer(chapter.text)}
        base = slug(wanted, 60) if problem.code == "id.form" else wanted
        free = next(
            name for n in range(1, len(taken) + 3) if (name := base if n == 1 else f"{base}-{n}") not in taken
        )
        return [SourceEdit(found.start(number), found.end(number), free)]
    return []


REPAIR = Repair(("id.twice", "id.form", "id.reserved"), mend)
