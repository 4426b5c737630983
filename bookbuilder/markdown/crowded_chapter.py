"""Reports chapters that have more parts than can be laid out."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Break, Chapter, Code
from bookbuilder.document.walk import walk
from bookbuilder.limits import LINE_BREAKS

MANY = Rule(
    "chapter.crowded",
    "this chapter has more than {limit} {what}",
    "A limit keeps a broken or hostile file from taking all the time of the machine. A book of four hundred pages has some"
    " three thousand paragraphs.",
)
SPLIT = "make several chapters of it, each in a file of its own"


def report_line_breaks(chapter: Chapter, report: Report) -> None:
    """Report a chapter with too many lines that its author broke (`chapter.crowded`)."""
    count = 0
    for node in walk((chapter.blocks, chapter.notes)):
        match node:
            case Break():
                count += 1
            case Code(text=text):
                count += text.count("\n")
            case _:
                continue
        if count > LINE_BREAKS:
            report(MANY, node.span, what="line breaks", limit=LINE_BREAKS, hint=SPLIT)
            return
