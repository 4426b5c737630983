"""`::: tabs`: alternatives, of which the web shows one at a time; elsewhere they stand one below the other."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block, Box
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.directives.tab import TAB

OTHER = Rule(
    "tabs.other",
    "only tabs can stand in tabs",
    "What belongs to all alternatives stands before or behind them. Each of them begins with `::: tab Title`.",
)
EMPTY = Rule(
    "tabs.empty",
    "these tabs have no tab",
    "Each alternative begins with `::: tab Title`, inside of the tabs.",
)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the alternatives in a box; reports `tabs.*`."""
    for block in call.blocks:
        if not (isinstance(block, Box) and block.kind == TAB):
            report(OTHER, block.span, hint="put it before `::: tabs`, or into a tab")
    if not call.blocks:
        report(EMPTY, call.span, hint="write ::: tab Title")
    box = Box("tabs", call.blocks, span=call.span, id=call.id, classes=call.classes, lang=call.lang)
    return (box,)


DIRECTIVE = Directive(
    "tabs",
    "Alternatives, of which the web shows one at a time; elsewhere they stand one below the other with their titles.",
    run,
)
