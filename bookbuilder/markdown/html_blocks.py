"""Converts a tree of raw HTML to nodes: tables, figures, `details`, pictures, and the marks of a line. All else is
counted as raw HTML, and its words stay."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from bookbuilder.diagnostics import Rule, Span
from bookbuilder.document import nodes
from bookbuilder.document.table_spans import columns
from bookbuilder.limits import BLOCKS
from bookbuilder.markdown.attributes import valid_id, valid_tag
from bookbuilder.markdown.convert_picture import blank, picture
from bookbuilder.markdown.html_tree import Child, HtmlElement, Stray, Tag, Words
from bookbuilder.markdown.inline_context import InlineContext
from bookbuilder.markdown.tally import short
from bookbuilder.phrases import Phrase

RAW_HTML = Rule(
    "html.raw",
    "raw HTML is not printed: {text}",
    "A chapter is read into print, e-book and web alike. Of HTML it may hold <br>, <sup>, <sub>, <kbd>, <mark>, <abbr"
    " title>, <img>, <figure>, <details>, tables, and comments, which are not printed. All else is Markdown and directives.",
)

INLINE = {"sup": "superscript", "sub": "subscript", "kbd": "keyboard", "mark": "mark"}
"""Elements that mark words, and the kinds of `Styled` that they become."""
_BLOCKS = frozenset(("table", "details", "figure"))
_WIDEST, _TALLEST = 50, 1000
"""Columns and rows that a cell may say it spans."""
_ALIGN = {
    "left": nodes.Align.START,
    "center": nodes.Align.CENTER,
    "right": nodes.Align.END,
    "start": nodes.Align.START,
    "end": nodes.Align.END,
}
_ALIGNED = re.compile(r"text-align\s*:\s*(\w+)")
_SPACE = re.compile(r"\s+")


def html_attributes(tag: Tag) -> dict[str, Any]:
    """Return the attributes of an element that every node has: its id, classes and language."""
    anchor, lang = tag.attributes.get("id", ""), tag.attributes.get("lang", "")
    return {
        "id": anchor if valid_id(anchor) else "",
        "classes": tuple(tag.attributes.get("class", "").split()),
        "lang": lang if valid_tag(lang) else "",
    }


def html_nodes(children: Sequence[Child], context: InlineContext) -> tuple[nodes.Block, ...]:
    """Return the blocks of a tree; words and marks between them are paragraphs. Reports what is no element of ours."""
    convert = _Convert(context)
    hint = "leave an empty line between HTML and Markdown"
    if not any(isinstance(child, HtmlElement | Stray) for child in children):
        hint = "end the line behind the comment"
    for child in children:
        if isinstance(child, Words) and child.text.strip():
            start = len(child.text) - len(child.text.lstrip())
            context.tally.add(RAW_HTML, child.locate(start), short(child.text), hint=hint)
    return tuple(convert.blocks(children))


class _Convert:
    def __init__(self, context: InlineContext) -> None:
        self.context = context

    def _raw(self, text: str, child: HtmlElement | Stray, hint: str = "") -> None:
        hint = hint or "use a directive or Markdown instead"
        self.context.tally.add(RAW_HTML, child.span, short(text), hint=hint)

    # -- blocks --------------------------------------------------------------------------------------------

    def blocks(self, children: Iterable[Child]) -> Iterator[nodes.Block]:
        """Yield the blocks of an element's children."""
        line: list[nodes.Inline] = []
        for child in self._unwrapped(children):
            if isinstance(child, HtmlElement) and child.name in _BLOCKS:
                yield from _paragraph(line)
                line = []
                yield from self._block(child)
            elif isinstance(child, HtmlElement | Words):
                line += self._inlines((child,))
            else:
                yield from _paragraph(line)
                line = []
                yield child
        yield from _paragraph(line)

    def _unwrapped(
        self, children: Iterable[Child], known: frozenset[str] = _BLOCKS
    ) -> Iterator[HtmlElement | Words | nodes.Block]:
        """Yield children, those of unknown elements in their place."""
        for child in children:
            match child:
                case Stray(text, _, hint):
                    self._raw(text, child, hint)
                case HtmlElement() if (
                    child.name not in known and child.name not in INLINE and child.name not in _LINE
                ):
                    self._raw(child.tag.text, child)
                    yield from self._unwrapped(child.children, known)
                case HtmlElement() if not child.closed:
                    self._raw(child.tag.text, child, f"end it with </{child.name}>")
                    yield child
                case _:
                    yield child

    def _block(self, element: HtmlElement) -> Iterator[nodes.Block]:
        match element.name:
            case "table":
                yield from self._table(element)
            case "details":
                yield self._details(element)
            case _:
                yield from self._figure(element)

    def _details(self, element: HtmlElement) -> nodes.Box:
        title: tuple[nodes.Inline, ...] = ()
        rest: list[Child] = []
        for child in element.children:
            if isinstance(child, HtmlElement) and child.name == "summary" and not title:
                title = _trimmed(self._inlines(child.children))
            else:
                rest.append(child)
        own = html_attributes(element.tag)
        return nodes.Box("details", tuple(self.blocks(rest)), title, "details", span=element.span, **own)

    def _figure(self, element: HtmlElement) -> Iterator[nodes.Block]:
        caption: tuple[nodes.Inline, ...] = ()
        rest: list[Child] = []
        for child in element.children:
            if isinstance(child, HtmlElement) and child.name == "figcaption":
                blocks = tuple(self.blocks(child.children))
                caption += tuple(
                    node for block in blocks if isinstance(block, nodes.Paragraph) for node in block.content
                )
            else:
                rest.append(child)
        inner = tuple(self.blocks(rest))
        match inner:
            case (nodes.Paragraph(content=(nodes.Image() as image,)),) if caption:
                yield nodes.Figure(image, caption, span=element.span, **html_attributes(element.tag))
            case _:
                if not inner or caption:
                    self._raw(element.tag.text, element, "a figure holds one picture and its caption")
                yield from inner
                yield from _paragraph(caption)

    # -- lines ---------------------------------------------------------------------------------------------

    def _inlines(self, children: Iterable[Child]) -> tuple[nodes.Inline, ...]:
        out: list[nodes.Inline] = []
        for child in self._unwrapped(children, frozenset()):
            match child:
                case Words():
                    out += _text(child)
                case HtmlElement() if child.name == "br":
                    out.append(nodes.Break(span=child.span))
                case HtmlElement() if child.name == "img":
                    out.append(html_picture(child.tag, child.span, self.context))
                case HtmlElement():
                    out.append(mark_node(child.tag, self._inlines(child.children), child.span))
                case nodes.Paragraph(content):
                    out += content
                case _:
                    # Only blocks of Markdown between the tags of an element for words.
                    self.context.report(
                        RAW_HTML, child.span, text="a block inside a line", hint="take the tags away"
                    )
        return tuple(out)

    # -- tables --------------------------------------------------------------------------------------------

    def _table(self, element: HtmlElement) -> Iterator[nodes.Table]:
        caption: tuple[nodes.Inline, ...] = ()
        head: list[nodes.Row] = []
        body: list[nodes.Row] = []
        for row, inside in self._rows(element.children, ""):
            if row.name == "caption":
                caption += _trimmed(self._inlines(row.children))
                continue
            cells = tuple(self._cells(row, inside))
            heading = inside == "thead" or (not body and all(cell.scope for cell in cells))
            into = head if heading and not body else body
            scope = "col" if into is head else "row"
            shaped = tuple(_scoped(cell, scope) for cell in cells)
            into.append(nodes.Row(shaped, span=row.span))
        if not body:
            head, body = [], head
        width = max((end for part in (head, body) for end in _widths(part)), default=0)
        if 0 < width * (len(head) + len(body)) <= BLOCKS:
            yield nodes.Table(
                _regular(head, width), _regular(body, width), caption,
                span=element.span, **html_attributes(element.tag),
            )  # fmt: skip
        else:
            self._raw(
                element.tag.text,
                element,
                Phrase("a table has rows with cells in them, at most {count} of them", count=BLOCKS),
            )

    def _rows(self, children: Iterable[Child], inside: str) -> Iterator[tuple[HtmlElement, str]]:
        """Yield the rows and the caption of a table, each with the part that it stands in."""
        for child in children:
            match child:
                case HtmlElement() if child.name in ("thead", "tbody", "tfoot"):
                    yield from self._rows(child.children, child.name)
                case HtmlElement() if child.name in ("tr", "caption"):
                    yield child, inside
                case HtmlElement() if child.name in ("colgroup", "col"):
                    pass  # widths and looks
                case Words(text=text) if not text.strip():
                    pass
                case Words() as words:
                    tag = Tag("", {}, closes=False, text=words.text)
                    self._raw(
                        words.text, HtmlElement(tag, words.locate(0)), "a table has words in its cells only"
                    )
                case Stray() | HtmlElement():
                    # For its reports alone.
                    tuple(self._unwrapped((child,)))
                    if isinstance(child, HtmlElement):
                        yield from self._rows(child.children, inside)
                case _:
                    self.context.report(
                        RAW_HTML, child.span, text="a block between the cells", hint="put it into a cell"
                    )

    def _cells(self, row: HtmlElement, inside: str) -> Iterator[nodes.Cell]:
        for child in row.children:
            if isinstance(child, HtmlElement) and child.name in ("td", "th"):
                yield self._cell(child, heading=child.name == "th" or inside == "thead")
            elif not isinstance(child, Words) or child.text.strip():
                # For its reports alone: a row has cells only.
                tuple(self._rows((child,), inside))

    def _cell(self, element: HtmlElement, *, heading: bool) -> nodes.Cell:
        blocks = tuple(self.blocks(element.children))
        content: tuple[nodes.Inline, ...] = ()
        match blocks:
            case (nodes.Paragraph(content=content),):
                blocks = ()
        given = element.tag.attributes
        style = _ALIGNED.search(given.get("style", ""))
        align = _ALIGN.get(style[1] if style else given.get("align", "").lower(), nodes.Align.NONE)
        return nodes.Cell(
            content, align, "col" if heading else "",
            _span(given.get("rowspan", ""), _TALLEST), _span(given.get("colspan", ""), _WIDEST), blocks,
            span=element.span, **html_attributes(element.tag),
        )  # fmt: skip


_LINE = frozenset(("br", "img", "abbr"))


def mark_node(tag: Tag, content: tuple[nodes.Inline, ...], span: Span) -> nodes.Inline:
    """Return the node of an element that marks words: `sup`, `sub`, `kbd`, `mark` or `abbr`."""
    if tag.name != "abbr":
        return nodes.Styled(INLINE[tag.name], content, span=span, **html_attributes(tag))
    words = _SPACE.sub(" ", tag.attributes.get("title", "")).strip()
    if not words:
        return nodes.Styled("span", content, span=span, **html_attributes(tag))
    return nodes.Abbreviation(words, content, span=span, **html_attributes(tag))


def html_picture(tag: Tag, span: Span, context: InlineContext) -> nodes.Image:
    """Return the picture of an `img` element; an `alt` of which nothing is heard says that it is decorative."""
    given, own = tag.attributes, html_attributes(tag)
    if "alt" in given and blank(given["alt"]):
        own["classes"] = (*own["classes"], "decorative")
    alt = _SPACE.sub(" ", given.get("alt", "")).strip()
    return picture(given.get("src", "").strip(), alt, given.get("title", ""), span, own, context)


def _text(words: Words) -> Iterator[nodes.Text]:
    """Yield the text between tags, its white space as single spaces."""
    text = html.unescape(_SPACE.sub(" ", words.text))
    start = len(words.text) - len(words.text.lstrip())
    if text:
        yield nodes.Text(text, span=words.locate(start if text != " " else 0))


def _trimmed(content: Sequence[nodes.Inline]) -> tuple[nodes.Inline, ...]:
    """Return a line without blanks at its ends."""
    out = list(content)
    while out and isinstance(out[0], nodes.Text) and not out[0].text.lstrip(" "):
        del out[0]
    while out and isinstance(out[-1], nodes.Text) and not out[-1].text.rstrip(" "):
        del out[-1]
    if out and isinstance(first := out[0], nodes.Text):
        out[0] = nodes.Text(first.text.lstrip(" "), span=first.span)
    if out and isinstance(last := out[-1], nodes.Text):
        out[-1] = nodes.Text(last.text.rstrip(" "), span=last.span)
    return tuple(out)


def _paragraph(line: Sequence[nodes.Inline]) -> Iterator[nodes.Paragraph]:
    content = _trimmed(line)
    if content:
        yield nodes.Paragraph(content, span=content[0].span)


def _scoped(cell: nodes.Cell, scope: str) -> nodes.Cell:
    return replace(cell, scope=scope) if cell.scope else cell


def _span(text: str, limit: int) -> int:
    """Return the number of rows or columns that a cell spans."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return min(max(number, 1), limit)


def _widths(rows: Sequence[nodes.Row]) -> Iterator[int]:
    """Yield where each row ends, in columns."""
    for row, begins in zip(rows, columns(rows), strict=True):
        yield begins[-1] + row.cells[-1].columns if row.cells else 0


def _regular(rows: Sequence[nodes.Row], width: int) -> tuple[nodes.Row, ...]:
    """Return rows that are equally wide, with empty cells where some are missing; no cell reaches below the last."""
    cut = [
        replace(row, cells=tuple(replace(cell, rows=min(cell.rows, len(rows) - index)) for cell in row.cells))
        for index, row in enumerate(rows)
    ]
    filled, taken = [], [0] * width
    for number, (row, begins) in enumerate(zip(cut, columns(cut), strict=True)):
        for cell, first in zip(row.cells, begins, strict=True):
            for column in range(first, min(first + cell.columns, width)):
                taken[column] = number + cell.rows
        gaps = sum(end <= number for end in taken)
        filled.append(replace(row, cells=(*row.cells, *(nodes.Cell((), span=row.span) for _ in range(gaps)))))
    return tuple(filled)
