"""`::: aside Title`: a box beside the main text, with its own title."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Block, Box
from bookbuilder.markdown.directive import Call, Directive


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the box."""
    box = Box(
        "aside",
        call.blocks,
        call.title,
        "aside",
        span=call.span,
        id=call.id,
        classes=call.classes,
        lang=call.lang,
    )
    return (box,)


DIRECTIVE = Directive("aside", "A box beside the story; its title stands behind the name.", run, title=True)
