"""`::: tab Title`: one of the alternatives in `::: tabs`."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block, Box
from bookbuilder.markdown.directive import Call, Directive

TAB = "tab"
"""The kind of its box."""
NO_TITLE = Rule(
    "tab.untitled",
    "this tab has no title",
    "The title of a tab is what readers of the web choose it by, and its heading elsewhere. It stands behind the word tab.",
)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the alternative; reports `tab.untitled`."""
    if not call.title:
        report(NO_TITLE, call.span, hint="write ::: tab and its title")
    box = Box(TAB, call.blocks, call.title, span=call.span, id=call.id, classes=call.classes, lang=call.lang)
    return (box,)


DIRECTIVE = Directive(TAB, "One of the alternatives in `::: tabs`, with its title.", run, title=True)
