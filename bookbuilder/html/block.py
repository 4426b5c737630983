"""Block nodes to XHTML, one block a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from markupsafe import Markup

from bookbuilder.document import nodes
from bookbuilder.document.anchors import note_anchor
from bookbuilder.document.nodes import (
    Block,
    Box,
    Cell,
    Code,
    Definitions,
    Figure,
    Heading,
    Item,
    List,
    PageBreak,
    Paragraph,
    Pending,
    Quote,
    Row,
    Table,
)
from bookbuilder.document.walk import heard, walk
from bookbuilder.html.inline import image, inlines
from bookbuilder.html.render import Renderer, element

EMPTY = Markup("")


def blocks(content: Sequence[Block], r: Renderer) -> Markup:
    """Return the markup of blocks."""
    return Markup("\n").join(_block(block, r) for block in content)


def notes(r: Renderer) -> Markup:
    """Return the notes of a chapter for media that set them behind it; empty when there are none or print has them."""
    if r.medium.footnotes or not r.notes:
        return EMPTY
    lines = []
    for number, note in sorted(r.notes.items()):
        anchor = note_anchor(r.chapter.id, note.label)
        # Translators: the link behind a note, back to its number in the text
        label = r.say("Back to the call of note {number}", number=number)
        back = Markup('<a{} href="#{}-ref" class="backlink" aria-label="{}">{}</a> ').format(
            r.types("", "doc-backlink"), anchor, label, r.figures(number)
        )
        inner = blocks(note.blocks, r)
        opening = Markup("<p>")
        first = inner.removeprefix(opening) if inner.startswith(opening) else Markup("</p>\n") + inner
        text = opening + back + first
        lines.append(
            Markup('<aside{} id="{}" class="note">{}</aside>').format(
                r.types("footnote", "doc-footnote"), anchor, text
            )
        )
    # Translators: the heading of the footnotes of a chapter
    title = r.say("Notes")
    return Markup('<section class="notes" aria-label="{}">\n{}\n</section>').format(
        title, Markup("\n").join(lines)
    )


def _block(node: Block, r: Renderer) -> Markup:
    match node:
        case Heading(level, content):
            r.inside, before = True, r.inside
            text = inlines(content, r)
            r.inside = before
            link = r.permalink(node, heard(content))
            return element(f"h{min(level, 6)}", r.attributes(node), text + link)
        case Paragraph(content):
            return element("p", r.attributes(node), inlines(content, r) + r.permalink(node))
        case List():
            return _list(node, r)
        case Definitions(items):
            lines = []
            for item in items:
                lines.append(element("dt", r.attributes(item), inlines(item.term, r)))
                lines.append(element("dd", EMPTY, blocks(item.blocks, r)))
            return element("dl", r.attributes(node), Markup("\n").join(lines))
        case Quote(content):
            return element("blockquote", r.attributes(node), blocks(content, r))
        case Box():
            return _box(node, r)
        case Figure():
            return _figure(node, r)
        case Table():
            return _table(node, r)
        case Code(text, language):
            inner = element(
                "code", Markup(' class="language-{}"').format(language) if language else EMPTY, text
            )
            own = r.forward + r.attributes(node, tabindex="0" if r.medium.web else "")
            return element("pre", own, inner)
        case nodes.Rule():
            return Markup("<hr{}/>").format(r.attributes(node))
        case PageBreak():
            own = r.attributes(node, "pagebreak")
            return Markup("<div{}></div>").format(own) if r.medium.footnotes or node.id else EMPTY
        case Pending():
            return EMPTY
        case _:
            assert_never(node)


def _list(node: List, r: Renderer) -> Markup:
    name = "ol" if node.ordered else "ul"
    first = node.start if node.ordered and node.start != 1 else None
    own = r.attributes(node, "" if node.tight else "loose", start="" if first is None else str(first))
    if (
        first is not None and r.medium.footnotes
    ):  # WeasyPrint takes the attribute for a hint, which it is not to follow
        own += Markup(' style="counter-reset: list-item {}"').format(first - 1)
    return element(name, own, Markup("\n").join(_item(item, node.tight, r) for item in node.items))


def _item(item: Item, tight: bool, r: Renderer) -> Markup:
    """Return a list item; in a tight list the words of a paragraph stand in the item itself."""
    parts = []
    for block in item.blocks:
        if tight and isinstance(block, Paragraph):
            text = inlines(block.content, r)
            own = r.attributes(block)
            parts.append(element("span", own, text) if own else text)
        else:
            parts.append(_block(block, r))
    return element("li", r.attributes(item), Markup("\n").join(parts))


def _box(node: Box, r: Renderer) -> Markup:
    title = EMPTY
    label = ""
    if node.title:
        title = element("p", Markup(' class="title"'), inlines(node.title, r)) + "\n"
        label = heard(node.title) if node.element == "aside" else ""
    own = r.attributes(node, "box", node.kind, aria_label="" if r.medium.footnotes else label)
    types = r.types({"doc-pullquote": "pullquote", "doc-epigraph": "epigraph"}.get(node.role, ""), node.role)
    return element(node.element, own + types, title + blocks(node.blocks, r))


def caption(label: str, content: Sequence[nodes.Inline], r: Renderer) -> Markup:
    """Return a caption led by its label: `Abbildung 2`."""
    text = inlines(content, r)
    return Markup('<span class="label">{}</span> {}').format(label, text) if label else text


def _figure(node: Figure, r: Renderer) -> Markup:
    # Translators: at the head of a caption
    label = r.say("Figure {number}", number=node.number) if node.number else ""
    spoken = " ".join(
        heard(part.content) for part in walk(node.description) if isinstance(part, Paragraph | Heading | Cell)
    )
    picture = image(node.image, r, spoken)
    text = caption(label, node.caption, r)
    if node.credit:
        text += Markup(' <span class="credit">{}</span>').format(node.credit)
    if node.description and not r.medium.footnotes:
        outer, head, own = (
            ("details", "summary", EMPTY) if r.medium.details else ("div", "p", Markup(' class="label"'))
        )
        inner = element(head, own, r.say("Description of the picture")) + "\n" + blocks(node.description, r)
        # Inside the caption: a figure may hold nothing behind it (HTML, 4.4.12).
        text += "\n" + element(outer, Markup(' class="description"'), inner)
    parts = [picture, element("figcaption", EMPTY, text)]
    return element("figure", r.attributes(node), Markup("\n").join(parts))


def _table(node: Table, r: Renderer) -> Markup:
    # Translators: at the head of a caption
    label = r.say("Table {number}", number=node.number) if node.number else ""
    parts = []
    if node.caption:
        parts.append(element("caption", EMPTY, caption(label, node.caption, r)))
    if node.head:
        parts.append(element("thead", EMPTY, Markup("\n").join(_row(row, r) for row in node.head)))
    parts.append(element("tbody", EMPTY, Markup("\n").join(_row(row, r) for row in node.body)))
    table = element("table", EMPTY, Markup("\n").join(parts))
    if not r.medium.web:
        return element("div", r.attributes(node, "table"), table)
    # Translators: what a table without a caption is called for those who hear the page: rows and columns, no furniture
    name = " ".join(part for part in (label, heard(node.caption)) if part) or r.say("Table")
    return element("div", r.attributes(node, "table", role="region", aria_label=name, tabindex="0"), table)


def _row(row: Row, r: Renderer) -> Markup:
    return element("tr", EMPTY, Markup("\n").join(_cell(cell, r) for cell in row.cells))


def _cell(cell: Cell, r: Renderer) -> Markup:
    name = "th" if cell.scope else "td"
    own = r.attributes(cell, f"align-{cell.align}" if cell.align else "", scope=cell.scope)
    return element(name, own, inlines(cell.content, r))
