"""Renders figures side by side, with the caption of all."""

from __future__ import annotations

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.figure_groups import CAPTION, GROUP, group_number
from bookbuilder.document.numbered_kinds import FIGURE, caption_label
from bookbuilder.html.caption import caption
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.margin_note import kept_margin_notes


def figure_group(node: nodes.Box, r: Renderer) -> Markup:
    """Return a group: its figures, and its caption with the number that they share."""
    number, locale = group_number(node), r.medium.locale
    label = locale.typography(caption_label(FIGURE, number, locale)) if number else ""
    with kept_margin_notes(r):
        parts = [
            element("p", r.attributes(block), caption(label, block.content, r))
            if isinstance(block, nodes.Paragraph) and CAPTION in block.classes
            else r.blocks((block,), r)
            for block in node.blocks
        ]
    role = "" if r.medium.footnotes else "group"
    attributes = r.attributes(node, GROUP, role=role, aria_label=label if role else "", **r.source(node))
    return element("div", attributes, Markup("\n").join(parts))
