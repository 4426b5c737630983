"""`::: credits`: the list of the picture credits, from the figures, pictures.toml and the files of the pictures."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.document import nodes
from bookbuilder.document.book_context import BookContext
from bookbuilder.markdown.credit_lines import credit_lines
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.project.source_texts import language_of


def run(call: Call, report: Report) -> tuple[nodes.Block, ...]:
    """Return the place for the list."""
    return (nodes.Pending("credits", call.options, call.title, call.blocks, span=call.span, id=call.id),)


def expand(pending: nodes.Pending, whole: BookContext, report: Report) -> tuple[nodes.Block, ...]:
    """Return the list; what the author wrote inside the directive follows it."""

    def given(text: str) -> nodes.Inline:
        tag, words = language_of(text, whole.project, whole.locale), nodes.Text(text)
        return nodes.Styled("span", (words,), lang=tag) if tag else words

    lines = tuple(
        nodes.Paragraph(line, span=pending.span, classes=("credit",)) for line in credit_lines(whole, given)
    )
    return (nodes.Box("credits", (*lines, *pending.blocks), span=pending.span, id=pending.id),)


DIRECTIVE = Directive("credits", "The list of the picture credits.", run, expand=expand)
