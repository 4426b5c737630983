"""`::: steps Title`: a numbered list of what is to be done, one step after the other."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block, Box, List
from bookbuilder.markdown.directive import Call, Directive

NO_LIST = Rule(
    "steps.list",
    "these steps have no numbered list",
    "Steps are a list with numbers: `1. First`, `2. Then`. Each may have more than a line, indented by three spaces.",
)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the box; reports `steps.list`."""
    if not any(isinstance(block, List) and block.ordered for block in call.blocks):
        report(NO_LIST, call.span, hint="begin each step with its number and a point: 1. ")
    box = Box(
        "steps", call.blocks, call.title,
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (box,)


DIRECTIVE = Directive("steps", "What is to be done, step by step.", run, title=True)
