"""`::: pagebreak`: starts a new page in print."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block, PageBreak
from bookbuilder.markdown.directive import Call, Directive

NOT_EMPTY = Rule(
    "pagebreak.filled",
    "a page break holds no text",
    "`::: pagebreak` and the line of colons that closes it stand directly below one another.",
)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the break."""
    if call.blocks:
        report(NOT_EMPTY, call.span, hint="close it with ::: on the next line")
    return (PageBreak(span=call.span, id=call.id), *call.blocks)


DIRECTIVE = Directive("pagebreak", "Goes on at the top of the next page in print.", run)
