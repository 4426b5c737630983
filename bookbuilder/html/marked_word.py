"""Renders words that an index points to, and terms of the glossary; both may lead to their entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.anchors import note_anchor
from bookbuilder.document.walk import plain
from bookbuilder.html.chapter_renderer import Renderer, element

EMPTY = Markup("")


def marked_word(node: nodes.IndexMark, content: Markup, r: Renderer) -> Markup:
    """Return the markup of marked words."""
    target = None if r.in_link else node.resolved
    if node.index != nodes.TERMS:
        if target is not None:
            return element("a", r.attributes(node, "indexed", href=r.medium.href(target)), content)
        attributes = r.attributes(node)
        return element("span", attributes, content) if attributes else content
    kinds = ("term", "first" if node.first else "")
    if r.in_link or (target is None and not node.meaning):
        return element("span", r.attributes(node, *kinds), content)
    if r.medium.epub:
        # A reader shows a note in a window where it stands; the note leads on to the glossary.
        r.terms.setdefault(node.entry, node)
        types = r.types("noteref", "doc-noteref")
        return element("a", types + r.attributes(node, *kinds, href=f"#{_anchor(node, r)}"), content)
    meaning = "" if r.medium.footnotes else plain(node.meaning)
    if target is None:
        return element("span", r.attributes(node, *kinds, title=meaning), content)
    attributes = r.attributes(node, *kinds, href=r.medium.href(target), title=meaning)
    return element("a", attributes + r.types("", "doc-glossref"), content)


Inlines = Callable[[Sequence[nodes.Inline], Renderer], Markup]


def term_notes(r: Renderer, inlines: Inlines) -> Markup:
    """Return what the terms mean that a chapter of an e-book uses, each as a note that leads back to its first place."""
    return Markup("\n").join(_term_note(node, r, inlines(node.meaning, r)) for node in r.terms.values())


def _term_note(node: nodes.IndexMark, r: Renderer, meaning: Markup) -> Markup:
    # Translators: the name of the list of terms that a book explains
    words = r.say("Glossary")
    there = node.resolved
    on = Markup(' <a class="ref" href="{}">{}</a>').format(r.medium.href(there), words) if there else EMPTY
    # Translators: the link in the explanation of a term, back to the word in the text
    label, typeset = r.say("Back to the text"), r.medium.locale.typography
    back = Markup('<a{} href="#{}" class="backlink" aria-label="{}">{}</a> ').format(
        r.types("", "doc-backlink"), node.id, label, typeset(node.words)
    )
    attributes = r.types("footnote", "doc-footnote") + Markup(' id="{}" class="note term-note"').format(
        _anchor(node, r)
    )
    return element("aside", attributes, Markup("<p>{}{}{}</p>").format(back, meaning, on))


def _anchor(node: nodes.IndexMark, r: Renderer) -> str:
    return note_anchor(r.chapter.id, f"{nodes.TERMS} {node.entry}")
