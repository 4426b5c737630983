"""Notes in the margin: what calls them, and where none can stand."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.document.walk import walk

MARGIN = "margin"
"""The kind of words, and of boxes, that stand in the margin."""
PLACE = Rule(
    "margin.place",
    "a note in the margin cannot stand here",
    "Titles and headings are repeated in the contents and at the head of pages, tables and figures may stand elsewhere, and"
    " notes are at the foot of the page. A note in the margin stands beside the text: put it into a paragraph near by.",
)


def report_margin_notes(chapter: nodes.Chapter, report: Report) -> None:
    """Report the notes in the margin that stand where there is no margin beside them."""
    lines = (chapter.title, chapter.subtitle, chapter.short, chapter.summary, chapter.place, chapter.events)
    elsewhere: list[object] = [*lines, chapter.notes]
    for node in walk(chapter.blocks):
        match node:
            case nodes.Heading() | nodes.Figure() | nodes.Table() | nodes.Ruby() | nodes.Link():
                elsewhere.append(node)
            case nodes.Box(kind=kind, title=title):
                elsewhere.append(node.blocks if kind == MARGIN else title)
            case nodes.Styled(kind=kind, content=content) if kind == MARGIN:
                elsewhere.append(content)
    found = {id(node): node for part in elsewhere for node in _notes(part)}
    for note in found.values():
        report(PLACE, note.span, hint="put it behind a word of a paragraph")


def _notes(value: object) -> Iterator[nodes.Node]:
    for node in walk(value):
        if isinstance(node, nodes.Styled | nodes.Box) and node.kind == MARGIN:
            yield node
