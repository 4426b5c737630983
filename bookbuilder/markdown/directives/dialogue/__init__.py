"""`::: dialogue`: what several people say in turn."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block, Box, Definitions
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.speakers import spoken

EMPTY = Rule(
    "dialogue.empty",
    "nobody speaks in this dialogue",
    "The name of a speaker stands in a line of its own. What is said begins on the line below with a colon and a space.",
)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the speeches, each with its speaker; reports `dialogue.empty`."""
    if not any(isinstance(block, Definitions) for block in call.blocks):
        report(EMPTY, call.span, hint="write the name, and below it `: ` and the words")
    blocks: list[Block] = []
    for block in call.blocks:
        if isinstance(block, Definitions):
            for item in block.items:
                blocks += spoken(item.term, item.blocks, "speech")
        else:
            blocks.append(block)
    box = Box(
        "dialogue", tuple(blocks), call.title,
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (box,)


DIRECTIVE = Directive("dialogue", "What several people say in turn, as in a play.", run, title=True)
