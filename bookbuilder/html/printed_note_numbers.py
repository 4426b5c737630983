"""Puts the numbers of footnotes as print counts them, with the addresses of links, into references to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.anchors import note_anchor
from bookbuilder.html.chapter_renderer import Renderer

_WAITING = re.compile("\ufdd0([^\ufdd0\ufdd1]*)\ufdd1")
"""An anchor between two signs that no text has: a note may be called behind a reference to it."""


def with_waiting_number(node: nodes.Reference, target: nodes.Target, content: Markup, r: Renderer) -> Markup:
    """Return the words of a reference; of one to a footnote, with a sign for the number that is not known yet."""
    if not r.medium.footnotes or not target.number or target.anchor not in _anchors(r):
        return content
    match node.content:
        case (nodes.Text(text=text),) if text in (target.name, target.number):
            waiting = Markup("\ufdd0{}\ufdd1").format(target.anchor)
            return Markup(content.replace(Markup(target.number), waiting))
        case _:
            return content


def with_note_numbers(body: Markup, r: Renderer) -> Markup:
    """Return the markup of a chapter with the numbers of its footnotes in references."""
    if "\ufdd0" not in body:
        return body
    numbers = {
        anchor: one.figures(one.printed_numbers.get(number, number))
        for one in filter(None, (r, r.second))
        for anchor, number in _anchors(one).items()
    }
    return Markup(_WAITING.sub(lambda found: numbers.get(found[1], ""), body))


def _anchors(r: Renderer) -> dict[str, int]:
    return dict(_referred(r))


def _referred(r: Renderer) -> Iterator[tuple[str, int]]:
    for number, note in r.notes.items():
        if note.repeated:
            yield note_anchor(r.chapter.id, note.label), number
