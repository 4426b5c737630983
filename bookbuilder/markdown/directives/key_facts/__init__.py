"""`::: key-facts Title`: what somebody who only skims a chapter should know."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Block, Box
from bookbuilder.markdown.directive import Call, Directive


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the box."""
    box = Box(
        "key-facts", call.blocks, call.title, "aside",
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (box,)


DIRECTIVE = Directive(
    "key-facts",
    "The most important facts in a box; without a title it is called that.",
    run,
    title=True,
)
