"""Renders the glossary for readers."""

from __future__ import annotations

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.html.chapter_renderer import Renderer, element
from bookbuilder.html.inline import inlines

GLOSSARY = "glossary"
"""The kind of its box."""
EMPTY = Markup("")


def glossary(node: nodes.Box, r: Renderer) -> Markup:
    """Return the markup of the glossary: a list of terms, each with what it means and where it stands."""
    # A chapter that is a glossary says so itself.
    alone = r.chapter.kind == GLOSSARY
    name = "div" if alone or r.medium.footnotes else node.element
    # Translators: the name of the list of terms that a book explains
    label = "" if name == "div" else r.say("Glossary")
    types = EMPTY if alone else r.types("glossary", node.role)
    lines = [
        _definitions(block, r) if isinstance(block, nodes.Definitions) else r.blocks((block,), r)
        for block in node.blocks
    ]
    attributes = r.attributes(node, "box", node.kind, aria_label=label)
    return element(name, attributes + types, Markup("\n").join(lines))


def _definitions(node: nodes.Definitions, r: Renderer) -> Markup:
    lines = []
    for item in node.items:
        words = inlines(item.term, r)
        term = words if r.medium.footnotes else element("dfn", EMPTY, words)
        lines.append(element("dt", r.attributes(item, **r.source(item)) + r.types("glossterm"), term))
        lines.append(element("dd", r.types("glossdef"), r.blocks(item.blocks, r)))
    return element("dl", r.attributes(node), Markup("\n").join(lines))
