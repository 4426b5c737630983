"""`::: epigraph {by="Name, Work"}`: a quotation at the head of a chapter."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Block, Box, Paragraph, Text
from bookbuilder.markdown.directive import Call, Directive


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the box; its last paragraph names the author of the quotation."""
    blocks = call.blocks
    if by := call.options.get("by"):
        blocks = (*blocks, Paragraph((Text(by, span=call.span),), classes=("by",), span=call.span))
    box = Box(
        "epigraph", blocks, role="doc-epigraph",
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (box,)


DIRECTIVE = Directive(
    "epigraph",
    "Words of somebody else ahead of a chapter.",
    run,
    {"by": "who said it, and where"},
    translated_options=("by",),
)
