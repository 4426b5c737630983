"""`::: margin`, and `[words]{.margin}` in a line: a note beside the text."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.document.margin_notes import MARGIN
from bookbuilder.document.nodes import Block, Box
from bookbuilder.markdown.directive import Call, Directive


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the note; its place is that of the block below it."""
    box = Box(
        MARGIN, call.blocks, call.title, "aside", "note",
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (box,)


DIRECTIVE = Directive(
    MARGIN,
    "A note in the margin beside the block that follows it.",
    run,
    title=True,
)
