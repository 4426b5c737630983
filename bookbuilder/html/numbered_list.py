"""Renders the list of what a book counts: figures, tables, listings or formulas, with their pages in print."""

from __future__ import annotations

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.html.chapter_renderer import Renderer, element

NUMBERED_LIST = "numbered-list"
"""The kind of its box, which has what it lists as its first class."""
_EPUB_TYPES = {"figures": "loi", "tables": "lot"}
"""The terms of EPUB Structural Semantics for such lists."""


def numbered_list(node: nodes.Box, content: Markup, r: Renderer) -> Markup:
    """Return the markup of the list; a PDF has it as a table of contents (ISO 32000-1, 14.8.4.3)."""
    what = next(iter(node.classes), "")
    role, label = ("doc-toc", "") if r.medium.footnotes else ("", _name(what, r))
    attributes = r.attributes(node, "box", node.kind, role=role, aria_label=label)
    name = "div" if r.medium.footnotes else node.element  # a `nav` would be a section of the PDF by itself
    return element(name, attributes + r.types(_EPUB_TYPES.get(what, "")), content)


def _name(what: str, r: Renderer) -> str:
    match what:
        case "figures":
            # Translators: the name of a list of all figures
            return r.say("Figures")
        case "tables":
            # Translators: the name of a list of all tables
            return r.say("Tables")
        case "formulas":
            # Translators: the name of a list of all formulas that have a number
            return r.say("Equations")
        case _:
            # Translators: the name of a list of all program listings
            return r.say("Listings")
