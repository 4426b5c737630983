"""Braces that cannot be read, or that say what nothing here understands."""

from __future__ import annotations

import re

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.markdown.escape_markdown import escape_text
from bookbuilder.repairs.markdown_text import MarkdownText, SourceEdit
from bookbuilder.repairs.repair import Repair, TodoWords

_PAIR = re.compile(r"\s*([\w:-]+)=(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s{}]*)")


def mend(chapter: MarkdownText, problem: Diagnostic) -> list[SourceEdit]:
    """Return the edit: an unknown key is left out with its value, braces that are no attributes are text."""
    at = chapter.offset(problem.span)
    if at is None:
        return []
    start = chapter.text.find("{", at)
    line = chapter.lines[problem.span.line - 2] if problem.span.line > 1 else ""
    if line.strip().startswith("{") and not chapter.text.startswith("{", at):  # of the block below them
        start = chapter.starts[problem.span.line - 2] + line.index("{")
        at = start
    close = None if start < 0 else chapter.closing(start)
    if close is None or chapter.text.count("\n\n", at, start):
        return []
    braces = chapter.text[start : close + 1]
    if problem.code in ("attribute.broken", "attribute.loose"):
        return [SourceEdit(start, close + 1, escape_text(braces).replace("}", "\\}"))]
    key = re.search(r"attribute '([^']+)'", problem.message)
    known = key[1] if key else problem.code.partition(".")[2]
    for pair in _PAIR.finditer(chapter.text, start + 1, close):
        if pair[1] == known:
            return (
                [SourceEdit(pair.start(), pair.end(), "")]
                if braces.strip("{} ") != pair[0].strip()
                else [SourceEdit(start, close + 1, "")]
            )
    return []


REPAIR = Repair(
    {
        "attribute.broken": TodoWords(
            "{count:,} pairs of braces cannot be read", "write {#name .class key=value}, or \\{ for a brace"
        ),
        "attribute.loose": TodoWords(
            "{count:,} pairs of braces are attached to nothing",
            "put them right behind what they are about, or write \\{ for a brace",
        ),
        "attribute.unknown": TodoWords(
            "{count:,} attributes are not known here", "correct them, or take them out"
        ),
        "attribute.lang": TodoWords(
            "{count:,} passages name no language", "write a tag such as en, pt-BR or zh-Hant"
        ),
        "attribute.lines": TodoWords(
            "{count:,} paragraphs ask for a number of lines that cannot be had", "write lines=+1 or lines=-1"
        ),
        "attribute.translate": TodoWords(
            "{count:,} passages do not say whether they are translated", "write translate=no, or nothing"
        ),
    },
    mend,
)
