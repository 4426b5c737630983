"""`::: pullquote`: a sentence of the text, repeated and set large."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Block, Box
from bookbuilder.markdown.directive import Call, Directive


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the box."""
    box = Box(
        "pullquote", call.blocks, role="doc-pullquote", element="aside",
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (box,)


DIRECTIVE = Directive("pullquote", "A sentence of the text set large.", run)
