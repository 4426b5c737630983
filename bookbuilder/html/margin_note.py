"""Renders notes in the margin: in print beside their line, where the theme has room, else as footnotes and boxes; in e-books
and on the web as asides behind the block that they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.html.chapter_renderer import Renderer, element

MARGIN_NOTE = "margin-note"
"""The class of a note in the margin."""


def margin_note(
    node: nodes.Styled, inlines: Callable[[Sequence[nodes.Inline], Renderer], Markup], r: Renderer
) -> Markup:
    """Return a note in the margin where it is called; e-books and the web have it behind the block (`take_margin_notes`)."""
    before, r.no_footnotes = r.no_footnotes, True
    content = inlines(node.content, r)
    r.no_footnotes = before
    if not r.medium.footnotes:
        attributes = r.attributes(node, MARGIN_NOTE) + r.types("", "note")
        r.margin_notes.append(element("aside", attributes, content))
        return Markup("")
    if r.medium.margin:
        return element("span", r.attributes(node, MARGIN_NOTE, **r.source(node)), content)
    if r.no_footnotes:
        return Markup(" ({})").format(content)
    r.number += 1
    attributes = r.attributes(node, "footnote", data_number=r.figures(r.number))
    return element("span", attributes, content)


@contextmanager
def kept_margin_notes(r: Renderer) -> Iterator[None]:
    """Keep the notes of a block that can have no asides between its parts for the end of that."""
    before, r.keeps_margin_notes = r.keeps_margin_notes, True
    yield
    r.keeps_margin_notes = before


def take_margin_notes(r: Renderer) -> Markup:
    """Return the asides of the notes that were called since the last ones."""
    if not r.margin_notes or r.keeps_margin_notes:
        return Markup("")
    asides, r.margin_notes = r.margin_notes, []
    return Markup("\n") + Markup("\n").join(asides)
