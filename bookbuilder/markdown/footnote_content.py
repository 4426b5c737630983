"""Reports blocks that a footnote must not contain: headings, figures, boxes, tables with a caption, breaks."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.document.nodes import Block, Heading, Table
from bookbuilder.document.walk import walk
from bookbuilder.phrases import Phrase

NOTE_BLOCK = Rule(
    "note.block",
    "a note holds no {what}",
    "In print a note stands at the foot of the page. It may hold paragraphs, quotations, lists, tables without a caption and"
    " code; headings, figures, boxes and numbered tables belong to the text.",
)


def check_note(note: Sequence[Block], report: Report) -> None:
    """Report the blocks that have no place in a note: `note.block`."""
    for block in walk(note):
        if what := _unfit_for_note(block):
            report(NOTE_BLOCK, block.span, what=what, hint="put it into the text, or into an aside")


def _unfit_for_note(node: nodes.Node) -> str:
    """Return what a node that is not allowed in a note is called; empty if it is allowed."""
    match node:
        case Heading():
            return "heading"
        case nodes.Figure():
            return "figure"
        case nodes.Box() | nodes.Pending():
            return "box"
        case Table(caption=caption) if caption:
            return Phrase("table with a caption")
        case nodes.Rule() | nodes.PageBreak():
            return "break"
        case _:
            return ""
