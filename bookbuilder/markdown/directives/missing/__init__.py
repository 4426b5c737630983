"""`::: missing {source=…}`: a placeholder for what the book does not hold, such as a picture at an address."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.nodes import Block, Box, CodeText, Paragraph
from bookbuilder.markdown.directive import Call, Directive

LEFT = Rule(
    "missing.left",
    "{source} is missing here",
    "An import leaves a placeholder where the manuscript shows something that the book does not hold. Put the file into "
    "the folder of the chapter and write `![What it shows](file.png)` in place of the directive, or delete it.",
    Severity.WARNING,
)


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return a box with the words of the placeholder and where the missing part is from; reports `missing.left`."""
    source = call.options.get("source", "")
    report(LEFT, call.places.get("source", call.span), source=source or "something")
    place = (
        (Paragraph((CodeText(source, translate=False),), span=call.span, translate=False),) if source else ()
    )
    box = Box(
        "missing", (*call.blocks, *place), role="note", element="aside",
        span=call.span, id=call.id, classes=call.classes, lang=call.lang, translate=False,
    )  # fmt: skip
    return (box,)


DIRECTIVE = Directive(
    "missing",
    "A placeholder for something that the book does not hold.",
    run,
    {"source": "where the missing part is: an address or a path"},
    translate=False,
)
