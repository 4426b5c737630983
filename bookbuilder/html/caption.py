"""Renders captions and long descriptions, those of figures and of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.numbered_kinds import Numbered, caption_label, numbered_kind
from bookbuilder.document.walk import spoken_text, walk
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.inline import inlines
from bookbuilder.html.title_phrases import title_markup

DESCRIPTION = Markup(' class="description"')


def caption(label: str, content: Sequence[nodes.Inline], r: Renderer) -> Markup:
    """Return a caption with its label: `Abbildung 2`."""
    text = title_markup(inlines(content, r), r)
    return Markup('<span class="label">{}</span> {}').format(label, text) if label else text


def numbered_label(node: Numbered, r: Renderer) -> str:
    """Return the label of what the book counts; empty for what has no number."""
    locale = r.medium.locale
    return locale.typography(caption_label(numbered_kind(node), node.number, locale)) if node.number else ""


def spoken_description(description: Sequence[nodes.Block]) -> str:
    """Return a long description as plain text, for the alternative text in print."""
    return " ".join(words for part in walk(description) for words in _spoken(part) if words)


def _spoken(part: nodes.Node) -> Iterator[str]:
    match part:
        case nodes.Paragraph(content) | nodes.Heading(content=content) | nodes.Cell(content):
            yield spoken_text(content)
        case nodes.Figure(caption=caption) | nodes.Table(caption=caption):
            yield spoken_text(caption)
        case nodes.Code(text, caption=caption):
            yield spoken_text(caption)
            yield " ".join(text.split())
        case _:
            pass


def described(
    description: Sequence[nodes.Block], title: str, r: Renderer, own: Markup = DESCRIPTION
) -> Markup:
    """Return a long description as a collapsible element, or under its title where nothing can collapse."""
    outer, head, label = (
        ("details", "summary", Markup("")) if r.medium.details else ("div", "p", Markup(' class="label"'))
    )
    return element(outer, own, element(head, label, title) + "\n" + r.blocks(description, r))
