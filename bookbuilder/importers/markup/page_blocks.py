"""Reads the blocks of HTML."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.losses import CONTENTS
from bookbuilder.importers.manuscript.placeholders import placeholder
from bookbuilder.importers.markup.page import MarkupPage, identifier, is_note_list, parent_name
from bookbuilder.importers.markup.page_inlines import (
    SKIPPED,
    Around,
    InlineReader,
    PageReading,
    element_language,
    finished,
)
from bookbuilder.importers.safe_xml import elements, local

_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "dialog",
            "div",
            "dl",
            "dt",
        ),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
        ),
        *(
            "hr",
            "html",
            "legend",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "search",
            "section",
            "summary",
            "table",
        ),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_ALIGN = {"center": "center", "right": "end", "end": "end"}
SPAN = 200
"""Columns or rows that a cell extends over."""


def page_blocks(
    page: MarkupPage, reading: PageReading, element: etree._Element | None = None
) -> tuple[nodes.Block, ...]:
    """Return the blocks of a page, or of an element of it. Reports `import.*`."""
    root = element
    if root is None:
        root = next((one for one in page.root.iter() if local(one) == "body"), page.root)
    reader = _BlockReader(page, reading)
    reader.flow(root, Around(lang=""))
    return tuple(reader.out)


class _BlockReader:
    """Reads blocks in a row; inline content between them becomes paragraphs."""

    def __init__(self, page: MarkupPage, reading: PageReading) -> None:
        self.page, self.reading = page, reading
        self.out: list[nodes.Block] = []
        self.inline = InlineReader(page, reading)

    def flow(self, element: etree._Element, around: Around) -> None:
        """Read the content of an element that holds blocks."""
        self.inline.text(element.text, around)
        for one in element:
            if isinstance(one.tag, str):
                if local(one) in _BLOCKS or (local(one) not in ("svg", "math") and _holds_blocks(one)):
                    self.close(one)
                    self._block(one, around)
                else:
                    self.inline.element(one, around)
            self.inline.text(one.tail, around)
        self.close(element)

    def close(self, element: etree._Element) -> None:
        """End the paragraph that inline content has begun."""
        content = finished(self.inline.runs)
        self.inline.runs = []
        if _prints(content):
            self.out.append(nodes.Paragraph(self._with_pending(content), span=self.inline.span(element)))
        else:
            self.reading.pending += [
                node for node in nodes.walk_inlines(content) if isinstance(node, nodes.Anchor)
            ]

    def _with_pending(self, content: tuple[nodes.Inline, ...]) -> tuple[nodes.Inline, ...]:
        pending, self.reading.pending[:] = tuple(self.reading.pending), []
        return (*pending, *content)

    def _block(self, element: etree._Element, around: Around) -> None:
        name, span = local(element), self.inline.span(element)
        if name in SKIPPED or self.reading.links.note_of(element):
            return
        if lang := element_language(element):
            around = replace(around, lang=lang)
        if (key := identifier(element)) and f"{self.page.path}#{key}" in self.reading.links.anchors:
            self.reading.pending.append(nodes.Anchor(f"{self.page.path}#{key}"))
        if is_note_list(element):
            self._note_list(element, around)
            return
        # pandoc's template for HTML writes it.
        if name == "header" and element.get("id") == "title-block-header":
            self.reading.report(CONTENTS, span, what="the title above the text")
            return
        if {"box", "missing"} <= set(element.get("class", "").split()):  # as our own exports have it
            self.out.append(placeholder(self._inner(element, around), span))
            return
        match name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                content = self._text(element, around)
                if _prints(content):
                    self.out.append(nodes.Heading(int(name[1]), self._with_pending(content), span))
            case "nav":
                if "nav" not in self.reading.reported:
                    self.reading.reported.add("nav")
                    self.reading.report(CONTENTS, span, what="a list of links (nav)")
            case "ul" | "ol":
                self._list(element, around)
            case "dl":
                self._definitions(element, around)
            case "table":
                self._table(element, around)
            case "blockquote":
                self._add(nodes.Quote(self._inner(element, around), span))
            case "pre":
                text = "".join(str(part) for part in element.itertext())
                language = next((word.removeprefix("language-") for word in _classes(element) if word), "")
                if text.strip():
                    # HTML ignores a line feed right behind `<pre>` (section 13.1.2.5).
                    self.out.append(nodes.CodeBlock(text.removeprefix("\n").rstrip("\n"), language, span))
            case "figure":
                self._figure(element, around)
            case "aside":
                self._add(nodes.Aside((), self._inner(element, around), span))
            case "details":
                summary = next((one for one in elements(element) if local(one) == "summary"), None)
                title = self._text(summary, around) if summary is not None else ()
                if summary is not None:
                    tail = summary.tail
                    element.remove(summary)
                    element.text = f"{element.text or ''}{tail or ''}"
                self._add(nodes.Aside(title, self._inner(element, around), span))
            case "hr":
                self.out.append(nodes.Divider(span))
            case _:
                self.flow(element, around)

    def _note_list(self, element: etree._Element, around: Around) -> None:
        """Read a list of notes. Called notes are read elsewhere; if nothing else is left, its rule and heading are
        dropped."""
        reader = _BlockReader(self.page, self.reading)
        reader.flow(element, around)
        words = [block for block in reader.out if not isinstance(block, nodes.Divider)]
        if all(isinstance(block, nodes.Heading) for block in words):
            if words:
                self.reading.report(CONTENTS, self.inline.span(element), what="the heading of the notes")
        else:
            self.out += reader.out

    def _add(self, block: nodes.Quote | nodes.Aside) -> None:
        if block.blocks or (isinstance(block, nodes.Aside) and block.title):
            self.out.append(block)

    def _inner(self, element: etree._Element, around: Around) -> tuple[nodes.Block, ...]:
        reader = _BlockReader(self.page, self.reading)
        reader.flow(element, around)
        return tuple(reader.out)

    def _text(self, element: etree._Element, around: Around) -> tuple[nodes.Inline, ...]:
        reader = InlineReader(self.page, self.reading)
        reader.children(element, around)
        return finished(reader.runs)

    def _list(self, element: etree._Element, around: Around) -> None:
        items: list[tuple[nodes.Block, ...]] = []
        for one in elements(element):
            if self.reading.links.note_of(one) or local(one) in SKIPPED:
                continue
            if (key := identifier(one)) and f"{self.page.path}#{key}" in self.reading.links.anchors:
                self.reading.pending.append(nodes.Anchor(f"{self.page.path}#{key}"))
            own = self._inner(one, around)
            if local(one) in ("ul", "ol") and items:  # a list that stands in a list without an item around it
                items[-1] += own
            elif own:
                items.append(own)
        if items:
            ordered, start = local(element) == "ol", element.get("start", "1")
            number = int(start) if start.isascii() and start.isdecimal() and len(start) < 9 else 1
            self.out.append(nodes.List(ordered, tuple(items), number, self.inline.span(element)))

    def _definitions(self, element: etree._Element, around: Around) -> None:
        items: list[tuple[tuple[nodes.Inline, ...], tuple[nodes.Block, ...]]] = []
        for one in element.iter():
            if local(one) not in ("dt", "dd") or _definition_list(one) is not element:
                continue
            if local(one) == "dt":
                items.append((self._text(one, around), ()))
            elif items:
                items[-1] = (items[-1][0], items[-1][1] + self._inner(one, around))
            else:
                items.append(((), self._inner(one, around)))
        if items:
            self.out.append(nodes.Definitions(tuple(items), self.inline.span(element)))

    def _table(self, element: etree._Element, around: Around) -> None:
        rows: list[tuple[nodes.Cell, ...]] = []
        caption: tuple[nodes.Inline, ...] = ()
        head = 0
        for one in _rows(element):
            if local(one) == "caption":
                caption = self._text(one, around)
                continue
            cells = [cell for cell in elements(one) if local(cell) in ("td", "th")]
            heads = parent_name(one) == "thead" or bool(cells and all(local(cell) == "th" for cell in cells))
            if heads and head == len(rows):
                head += 1
            rows.append(tuple(self._cell(cell, around) for cell in cells))
        if any(cell.blocks for row in rows for cell in row):
            self.out.append(nodes.Table(tuple(rows), head, caption, span=self.inline.span(element)))
        elif _prints(caption):
            self.out.append(nodes.Paragraph(caption, span=self.inline.span(element)))

    def _cell(self, element: etree._Element, around: Around) -> nodes.Cell:
        align = (
            element.get("align", "")
            or element.get("style", "").partition("text-align:")[2].strip().partition(";")[0]
        )
        rows, columns = (_number(element.get(name, "1")) for name in ("rowspan", "colspan"))
        return nodes.Cell(self._inner(element, around), rows, columns, _ALIGN.get(align.strip(), ""))

    def _figure(self, element: etree._Element, around: Around) -> None:
        captions = [one for one in elements(element) if local(one) == "figcaption"]
        caption = self._text(captions[0], around) if captions else ()
        for one in captions:
            element.remove(one)
        blocks, span = self._inner(element, around), self.inline.span(element)
        picture = _only_picture(blocks)
        if picture is not None and _prints(caption):
            anchors = tuple(
                node
                for text in nodes.block_inlines(blocks)
                for node in text
                if isinstance(node, nodes.Anchor)
            )
            self.out.append(nodes.Figure(picture, (*anchors, *caption), span=span))
        elif len(blocks) == 1 and isinstance(table := blocks[0], nodes.Table) and not table.caption:
            self.out.append(replace(table, caption=caption))
        else:
            self.out += blocks
            if _prints(caption):
                self.out.append(nodes.Paragraph(caption, span=span))


def _prints(content: tuple[nodes.Inline, ...]) -> bool:
    return any(
        nodes.plain_text((node,)).strip() or type(node).__name__ in ("NoteCall", "Picture", "Formula")
        for node in nodes.walk_inlines(content)
    )


def _only_picture(blocks: tuple[nodes.Block, ...]) -> nodes.Picture | None:
    if len(blocks) != 1 or not isinstance(blocks[0], nodes.Paragraph):
        return None
    others = [
        node
        for node in blocks[0].content
        if not isinstance(node, nodes.Anchor) and nodes.plain_text((node,)).strip() != ""
    ]
    pictures = [node for node in nodes.walk_inlines(blocks[0].content) if isinstance(node, nodes.Picture)]
    return pictures[0] if len(pictures) == 1 and not others else None


def _holds_blocks(element: etree._Element) -> bool:
    """Whether an inline element has blocks in it, as `<a><h2>` or `<ins><p>`."""
    return local(element) in ("a", "span", "ins", "del", "font", "big", "small", "template") and any(
        local(one) in _BLOCKS for one in elements(element)
    )


def _definition_list(element: etree._Element) -> etree._Element | None:
    return next((one for one in element.iterancestors() if local(one) == "dl"), None)


def _rows(table: etree._Element) -> list[etree._Element]:
    """Return the rows of a table and its caption, without those of tables in it."""
    found = []
    for one in elements(table):
        if local(one) in ("tr", "caption"):
            found.append(one)
        elif local(one) in ("thead", "tbody", "tfoot"):
            found += [row for row in elements(one) if local(row) == "tr"]
    return found


def _number(text: str) -> int:
    return max(min(int(text), SPAN), 1) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _classes(element: etree._Element) -> list[str]:
    inner = next(iter(elements(element)), None)
    found = element.get("class", "").split()
    if inner is not None and local(inner) == "code":
        found += inner.get("class", "").split()
    return [word for word in found if word.startswith("language-")]
