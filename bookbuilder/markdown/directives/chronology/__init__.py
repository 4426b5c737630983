"""`::: chronology`: a timeline of the book, made from the dates and events of its day chapters."""

from __future__ import annotations

from itertools import groupby

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.document.book_context import BookContext
from bookbuilder.markdown.directive import Call, Directive

EMPTY = Rule(
    "chronology.empty",
    "no chapter of the book has a date",
    "The chronology is drawn from the dates in the front matter of the chapters.",
)


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the place for the timeline."""
    pending = nodes.Pending(
        "chronology", title=call.title, blocks=call.blocks, span=call.span, id=call.id, classes=call.classes
    )
    return (pending,)


def expand(pending: nodes.Pending, whole: BookContext, report: Report) -> tuple[nodes.Block, ...]:
    """Return the timeline: each day with its events, and a link to its chapter."""
    days = sorted((c for c in whole.chapters if c.date is not None), key=lambda c: (str(c.date), c.number))
    if not days and whole.incomplete:
        return ()
    if not days:
        report(EMPTY, pending.span, hint="give the day chapters a `date:` in their front matter")
        return pending.blocks
    items = []
    for day, chapters in groupby(days, key=lambda c: c.date):
        date = nodes.Fact({"date": str(day), "form": "day"}, (nodes.Text(str(day)),), span=pending.span)
        blocks = tuple(paragraph for chapter in chapters for paragraph in _events(chapter))
        items.append(nodes.Definition((date,), blocks, span=pending.span))
    timeline = nodes.Definitions(tuple(items), span=pending.span)
    box = nodes.Box(
        "chronology", (*pending.blocks, timeline), pending.title,
        span=pending.span, id=pending.id, classes=pending.classes,
    )  # fmt: skip
    return (box,)


def _events(chapter: nodes.Chapter) -> tuple[nodes.Paragraph, ...]:
    events = chapter.events or (chapter.title,)
    lines = [nodes.Paragraph(event, span=chapter.span) for event in events]
    reference = nodes.Reference(chapter.id, span=chapter.span, classes=("more",))
    last = lines[-1]
    lines[-1] = nodes.Paragraph((*last.content, nodes.Text(" "), reference), span=chapter.span)
    return tuple(lines)


DIRECTIVE = Directive(
    "chronology",
    "A timeline drawn from the dates and events of the day chapters.",
    run,
    title=True,
    expand=expand,
)
