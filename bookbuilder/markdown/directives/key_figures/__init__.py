"""`::: key-figures Title`: numbers that say most, large and side by side, each with what it counts."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block, Box, Item, List, Paragraph, Styled
from bookbuilder.markdown.directive import Call, Directive

NO_LIST = Rule(
    "keyfigures.list",
    "these key figures are no list",
    "Key figures are a list with an item for each: `- **2.5 %** of all households`.",
)
NO_FIGURE = Rule(
    "keyfigures.bold",
    "this key figure does not begin with its number in bold",
    "What is set large is what stands in bold at the beginning: `- **2.5 %** of all households`.",
)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the box; reports `keyfigures.*`."""
    lists = [block for block in call.blocks if isinstance(block, List)]
    if not lists or len(lists) < len(call.blocks):
        report(NO_LIST, call.span, hint="write a list, and what else there is above or below the box")
    for item in (item for block in lists for item in block.items):
        if not _begins_with_figure(item):
            report(
                NO_FIGURE, item.span, hint="write the number between two asterisks on each side: **2.5 %**"
            )
    box = Box(
        "key-figures", call.blocks, call.title,
        span=call.span, id=call.id, classes=call.classes, lang=call.lang,
    )  # fmt: skip
    return (box,)


def _begins_with_figure(item: Item) -> bool:
    first = item.blocks[0] if item.blocks else None
    content = first.content if isinstance(first, Paragraph) else ()
    return bool(content) and isinstance(content[0], Styled) and content[0].kind == "strong"


DIRECTIVE = Directive(
    "key-figures",
    "The numbers that say most, large and side by side.",
    run,
    title=True,
)
